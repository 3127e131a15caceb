import { createHash } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { porchProject } from '../../testing/porch-project.js';
import { Cleanup } from '../../testing/running-connector.js';
import { isolateGit, TempFolder, TempRepository } from '../../testing/temp-repository.js';
import { lastSaved } from './last-saved.js';
import { mergeBaseDiff } from './merge-base-diff.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const BACKDOOR = 'export const admin = () => true;\n';

function stage() {
  const { main, builder } = porchProject();
  cleanup.folder(main);
  const look = async (commit?: string) => {
    const diff = await mergeBaseDiff(main.path, builder.path, { commit });
    if ('why' in diff) throw new Error(diff.why);
    return { text: diff.bytes.toString('utf8'), digest: diff.digest };
  };
  return { main, builder, look };
}

/** A program that leaves a mark when it runs. */
function trap(builder: TempRepository): { program: string; sprung: () => boolean } {
  const folder = new TempFolder(builder.git('rev-parse', '--absolute-git-dir').trim());
  const mark = join(folder.path, 'sprung');
  const program = folder.write('trap.sh', `#!/bin/sh\ntouch '${mark}'\ncat\n`);
  folder.executable('trap.sh');
  return { program, sprung: () => existsSync(mark) };
}

describe('what is shown of a branch', () => {
  test.each([
    ['in info/attributes', 'info'],
    ['in .gitattributes', 'worktree'],
    ['in a committed .gitattributes', 'committed'],
    ['in a file that the configuration names', 'configured'],
  ])('is text although attributes call it binary %s', async (_, where) => {
    const { main, builder, look } = stage();
    const attributes = '*.ts -diff\n*.js binary\n*.mjs diff=hidden\n';
    builder.git('config', 'diff.hidden.binary', 'true');
    if (where === 'info') main.write('.git/info/attributes', attributes);
    else if (where === 'configured')
      builder.git('config', 'core.attributesFile', main.write('.git/mine', attributes));
    else builder.write('.gitattributes', attributes);
    for (const name of ['a.ts', 'b.js', 'c.mjs']) builder.write(`src/${name}`, BACKDOOR);
    builder.git('add', 'src');
    if (where === 'committed') builder.commitAll();
    const { text } = await look();
    expect(text.split('+export const admin')).toHaveLength(4);
    expect(text).not.toContain('Binary files');
  });

  test('is the same, with the same digest, whatever the repository configures', async () => {
    const { builder, look } = stage();
    builder.write('src/a.ts', BACKDOOR);
    builder.write('README.md', `hello\n${'line\n'.repeat(20)}`);
    builder.write('picture.bin', 'a\0b');
    builder.commitAll();
    builder.write('src/a.ts', `${BACKDOOR}// later\n`);
    const before = await look();
    for (const [name, value] of [
      ['core.abbrev', '4'],
      ['core.bigFileThreshold', '1'],
      ['core.quotePath', 'true'],
      ['diff.noprefix', 'true'],
      ['diff.mnemonicPrefix', 'true'],
      ['diff.context', '0'],
      ['diff.interHunkContext', '9'],
      ['diff.algorithm', 'patience'],
      ['diff.orderFile', builder.write('order', '*.md\n')],
      ['diff.renames', 'false'],
      ['diff.relative', 'true'],
      ['diff.external', 'false'],
      ['diff.ignoreSubmodules', 'all'],
      ['diff.suppressBlankEmpty', 'true'],
      ['color.ui', 'always'],
    ] as const)
      builder.git('config', name, value);
    expect(await look()).toEqual(before);
  });

  test('is text to read also where a file is in an old encoding, or has a NUL far down', async () => {
    const { builder, look } = stage();
    builder.write('latin.ts', Buffer.from("'caf\u00e9';\n", 'latin1'));
    builder.write('nul.ts', `${'// words\n'.repeat(2_000)}'a\0b';\n`);
    builder.commitAll();
    const { text, digest } = await look();
    expect(text).toContain("+'caf\ufffd';");
    expect(text).toContain("+'a\u2400b';");
    expect(digest).toBe(createHash('sha256').update(text).digest('hex'));
    builder.write('latin.ts', Buffer.from("'caf\u00e8';\n", 'latin1'));
    expect((await look()).digest).not.toBe(digest);
  });

  test('names binary files by their whole content, committed or not', async () => {
    const { builder, look } = stage();
    builder.git('config', 'core.abbrev', '4');
    builder.write('picture.bin', 'a\0one');
    builder.git('add', 'picture.bin');
    builder.write('picture.bin', 'a\0two');
    const uncommitted = await look();
    const name = builder.git('hash-object', 'picture.bin').trim();
    expect(uncommitted.text).toContain(`index ${'0'.repeat(40)}..${name}\nBinary files /dev/null and b/`);
    builder.commitAll();
    expect(await look()).toEqual(uncommitted);
    builder.write('picture.bin', 'a\0six');
    expect((await look()).digest).not.toBe(uncommitted.digest);
  });

  test.each(['configured', 'in .gitmodules'])(
    'has a moved submodule although it is ignored, %s',
    async (how) => {
      const { main, builder, look } = stage();
      const library = cleanup.folder(new TempRepository());
      library.write('lib.ts', 'export {};\n');
      library.commitAll();
      const add = ['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.path, 'lib'];
      main.git(...add);
      main.commitAll('with a library');
      builder.git('merge', '-q', '--no-edit', 'main');
      builder.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'update', '--init');
      if (how === 'configured') {
        builder.git('config', 'diff.ignoreSubmodules', 'all');
        builder.git('config', 'submodule.lib.ignore', 'all');
      } else {
        builder.git('config', '-f', '.gitmodules', 'submodule.lib.ignore', 'all');
      }
      const before = await look();
      const copy = TempRepository.at(join(builder.path, 'lib'));
      copy.write('lib.ts', BACKDOOR);
      const moved = copy.commitAll('move');
      const uncommitted = await look();
      expect(uncommitted.text).toContain(`+Subproject commit ${moved}`);
      expect(uncommitted.digest).not.toBe(before.digest);
      builder.git('update-index', '--cacheinfo', `160000,${moved},lib`);
      builder.git('commit', '-q', '--allow-empty', '-m', 'move the library');
      expect(await look()).toEqual(uncommitted);
    },
  );

  test('follows files that were removed, became links, clash or are only meant to be added', async () => {
    const { main, builder, look } = stage();
    main.write('README.md', 'main says\n');
    main.commitAll();
    for (const name of ['gone.ts', 'link.ts', 'folder.ts']) builder.write(name, BACKDOOR);
    builder.write('README.md', 'builder says\n');
    builder.commitAll();
    builder.tryGit('merge', 'main');
    for (const name of ['gone.ts', 'link.ts', 'folder.ts']) unlinkSync(join(builder.path, name));
    symlinkSync('/etc/hostname', join(builder.path, 'link.ts'));
    builder.write('folder.ts/inside.ts', 'export {};\n');
    builder.write('meant.ts', 'export const meant = 1;\n');
    builder.git('add', '-N', 'meant.ts');
    const { text } = await look();
    expect(text).toMatch(/new file mode 120000[^]*\+\/etc\/hostname/);
    expect(text).toContain('+<<<<<<<');
    expect(text).toContain('+export const meant = 1;');
    expect(text).not.toContain('gone.ts');
  });

  test.each([
    ['by configuration', '', true],
    ['by attributes', '*.txt text eol=crlf\n', false],
  ])('has no line ends that git converts %s', async (_, attributes, configured) => {
    const { builder, look } = stage();
    if (configured) builder.git('config', 'core.autocrlf', 'true');
    if (attributes) builder.write('.gitattributes', attributes);
    builder.write('words.txt', 'one\r\ntwo\r\n');
    builder.commitAll();
    const before = await look();
    expect(before.text).not.toContain('\r');
    utimesSync(join(builder.path, 'words.txt'), 1, 1);
    expect(await look()).toEqual(before);
  });

  test('notices a change that leaves size and time of a file as they were when the index was written', async () => {
    const { builder, look } = stage();
    builder.write('a.ts', 'one\n');
    builder.commitAll();
    builder.write('a.ts', 'two\n');
    expect((await look()).text).toContain('+two');
  });

  test('notices it also where git is set to compare no more than size and second', async () => {
    const { builder, look } = stage();
    builder.git('config', 'core.checkStat', 'minimal');
    builder.git('config', 'core.trustctime', 'false');
    const path = builder.write('a.ts', 'one\n');
    utimesSync(path, 1_600_000_000, 1_600_000_000);
    builder.commitAll();
    const second = () => Math.floor(statSync(path).ctimeMs / 1000);
    const committedIn = second();
    // Of when a file's facts last changed git compares the second.
    do {
      builder.write('a.ts', 'two\n');
      utimesSync(path, 1_600_000_000, 1_600_000_000);
    } while (second() === committedIn);
    // The trap is a good one.
    expect(builder.git('status', '--porcelain')).toBe('');
    expect((await look()).text).toContain('+two');
  });

  test('is known also with an index in two parts, and with names of many kinds', async () => {
    const { builder, look } = stage();
    builder.write('naïve "file"\nof two lines.ts', BACKDOOR);
    builder.commitAll();
    builder.git('update-index', '--split-index');
    builder.write('naïve "file"\nof two lines.ts', `${BACKDOOR}// later\n`);
    expect((await look()).text).toContain('+// later');
  });
});

describe('looking at a branch', () => {
  test.each([
    ['clean', 'filter.x=y.clean'],
    ['process', 'filter.x=y.process'],
    ['textconv', 'diff.x=y.textconv'],
    ['command', 'diff.x=y.command'],
    ['fsmonitor', 'core.fsmonitor'],
    ['external diff', 'diff.external'],
  ])('starts no program that the repository configures: %s', async (_, key) => {
    const { main, builder, look } = stage();
    builder.write('src/a.ts', BACKDOOR);
    const commit = builder.commitAll();
    const { program, sprung } = trap(builder);
    builder.git('config', key, program);
    if (key.startsWith('filter.')) builder.git('config', 'filter.x=y.required', 'true');
    main.write('.git/info/attributes', '*.ts filter=x=y diff=x=y\n');
    builder.write('.gitattributes', '*.ts filter=x=y diff=x=y\n');
    builder.write('src/a.ts', BACKDOOR.replace('true', 'null'));
    expect((await look()).text).toContain('null');
    await look(commit);
    expect(await lastSaved(builder.path)).toBeGreaterThan(0);
    expect(sprung()).toBe(false);
    // The trap is a good one.
    builder.tryGit('diff', 'main');
    expect(sprung()).toBe(true);
  });

  test('nor one of a submodule', async () => {
    const { builder, look } = stage();
    const library = cleanup.folder(new TempRepository());
    library.write('lib.ts', 'export {};\n');
    library.commitAll();
    builder.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.path, 'lib');
    const copy = TempRepository.at(join(builder.path, 'lib'));
    const { program, sprung } = trap(copy);
    copy.git('config', 'filter.x.clean', program);
    copy.git('config', 'core.fsmonitor', program);
    copy.write('.gitattributes', '*.ts filter=x\n');
    copy.write('lib.ts', 'export []\n');
    expect((await look()).text).toContain('Subproject commit');
    await lastSaved(builder.path);
    expect(sprung()).toBe(false);
  });

  test('writes nothing into the repository and leaves nothing behind', async () => {
    const { main, builder, look } = stage();
    builder.write('src/a.ts', BACKDOOR);
    builder.git('add', 'src');
    builder.write('src/a.ts', `${BACKDOOR}// never written before\n`);
    const objects = () => readdirSync(join(main.path, '.git/objects'), { recursive: true }).toSorted();
    const index = builder.git('ls-files', '--stage', '--debug');
    const before = objects();
    expect((await look()).text).toContain('never written before');
    expect(objects()).toEqual(before);
    expect(builder.git('ls-files', '--stage', '--debug')).toBe(index);
    const places = readdirSync(tmpdir()).filter((name) => name.startsWith('codev-look-'));
    const isOurs = (name: string) => {
      const borrowed = join(tmpdir(), name, 'git/objects/info/alternates');
      return existsSync(borrowed) && readFileSync(borrowed, 'utf8').startsWith(main.path);
    };
    expect(places.filter(isOurs)).toEqual([]);
  });
});
