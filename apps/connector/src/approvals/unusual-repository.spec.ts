import { chmodSync, chownSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApprovalBench, FEATURE, Killed } from '../../testing/approval-bench.js';
import { Cleanup } from '../../testing/running-connector.js';
import { statusFile } from '../../testing/status-files.js';
import { ClonedRepository, isolateGit, TempRepository } from '../../testing/temp-repository.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

function started(content: string | Uint8Array = statusFile()): TempRepository {
  const repository = cleanup.folder(new TempRepository());
  repository.write(FEATURE, content);
  repository.commitAll();
  return repository;
}

async function applied(repository: TempRepository): Promise<Record<string, unknown>> {
  const bench = await ApprovalBench.on(cleanup, repository);
  const outcome = await bench.decide();
  if (!outcome.ok) throw new Error(outcome.refusal.error);
  expect(outcome.outcome).toMatchObject({
    outcome: 'applied',
    commit: repository.git('rev-parse', 'HEAD').trim(),
  });
  expect(repository.git('show', '--name-only', '--format=').trim()).toBe(FEATURE);
  expect(repository.read(FEATURE)).toContain("by: 'Ada Lovelace'");
  return { ...outcome.outcome };
}

describe('an approval is committed', () => {
  test('C4 while what others staged, half-staged, announced, deleted or renamed stays byte for byte', async () => {
    const repository = started();
    for (const name of ['staged', 'half', 'gone', 'unstaged-gone', 'old name'])
      repository.write(`${name}.txt`, `${name} one\n`);
    repository.write('binary.dat', Buffer.from([0, 1, 2, 255]));
    repository.commitAll();
    repository.write('staged.txt', 'two\n');
    repository.write('half.txt', 'two\n');
    repository.write('binary.dat', Buffer.from([0, 255, 0, 10, 13]));
    repository.git('add', '-A');
    repository.write('half.txt', 'three\n');
    repository.write('announced.txt', 'new\n');
    repository.git('add', '--intent-to-add', 'announced.txt');
    repository.git('rm', '-q', 'gone.txt');
    repository.git('mv', 'old name.txt', 'new name.txt');
    unlinkSync(join(repository.path, 'unstaged-gone.txt'));
    const facts = (): unknown => [
      repository.git('ls-files', '--stage', '-z', '--', `:!${FEATURE}`),
      repository.git('status', '--porcelain=v2', '-z', '--', `:!${FEATURE}`),
      ['staged.txt', 'half.txt', 'binary.dat', 'announced.txt', 'new name.txt'].map((name) =>
        readFileSync(join(repository.path, name), 'hex'),
      ),
    ];
    const before = facts();
    await applied(repository);
    // The parent's tree is not the same, but what is staged against it is.
    expect(facts()).toEqual(before);
  });

  test('whole when the status file itself was half staged, and the note says so', async () => {
    const repository = started();
    repository.write(FEATURE, statusFile({ log: '- Started\n- staged\n' }));
    repository.git('add', FEATURE);
    repository.write(FEATURE, statusFile({ log: '- Started\n- staged\n- not staged\n' }));
    expect(await applied(repository)).toMatchObject({
      note: 'Uncommitted changes that were in the file went along.',
    });
    expect(repository.git('show', `HEAD:${FEATURE}`)).toBe(repository.read(FEATURE));
  });

  test('C14 or, when a hook fails, what was half staged is half staged still', async () => {
    const repository = started();
    repository.write(FEATURE, statusFile({ log: '- Started\n- staged\n' }));
    repository.git('add', FEATURE);
    repository.write(FEATURE, statusFile({ log: '- Started\n- staged\n- not staged\n' }));
    repository.hook('pre-commit', 'exit 1');
    const before = [repository.git('ls-files', '--stage'), repository.read(FEATURE)];
    const bench = await ApprovalBench.on(cleanup, repository);
    expect(await bench.decide()).toMatchObject({ ok: false, refusal: { code: 'GIT_FAILED' } });
    expect([repository.git('ls-files', '--stage'), repository.read(FEATURE)]).toEqual(before);
  });

  test.each([true, false])('when the file was announced with add -N (hook passes: %s)', async (passes) => {
    const repository = cleanup.folder(new TempRepository());
    repository.write('README.md', 'hello\n');
    repository.commitAll();
    repository.write(FEATURE, statusFile());
    repository.git('add', '--intent-to-add', FEATURE);
    const before = repository.git('ls-files', '--stage');
    repository.hook('pre-commit', passes ? 'exit 0' : 'exit 1');
    if (passes) {
      await applied(repository);
      return;
    }
    const bench = await ApprovalBench.on(cleanup, repository);
    expect(await bench.decide()).toMatchObject({ ok: false });
    expect(repository.git('ls-files', '--stage')).toBe(before);
    expect(repository.read(FEATURE)).toBe(statusFile());
  });

  test('when a rename of the file is staged, under its new name', async () => {
    const repository = cleanup.folder(new TempRepository());
    repository.write('codev/status/old.md', statusFile());
    repository.commitAll();
    repository.git('mv', 'codev/status/old.md', FEATURE);
    await applied(repository);
    expect(repository.git('status', '--porcelain')).toBe('D  codev/status/old.md\n');
  });

  test('when somebody took the file out of the index, since what is decided is about the file', async () => {
    const repository = started();
    repository.git('rm', '-q', '--cached', FEATURE);
    await applied(repository);
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test('on a detached HEAD, and the note says how to keep the commit', async () => {
    const repository = started();
    repository.git('checkout', '-q', '--detach');
    const { commit, note } = await applied(repository);
    expect(note).toBe(
      `HEAD is detached there, so the commit is on no branch. Keep it with: git branch <name> ${String(commit).slice(0, 10)}.`,
    );
  });

  test('in a shallow clone', async () => {
    const origin = started();
    origin.write('more.txt', 'more\n');
    origin.commitAll();
    const clone = cleanup.folder(new ClonedRepository(origin, '--depth', '1'));
    expect(clone.git('rev-parse', '--is-shallow-repository').trim()).toBe('true');
    expect(await applied(clone)).not.toHaveProperty('note');
    expect(clone.commits()).toHaveLength(2);
  });

  test('in a linked worktree, on its branch, and the main checkout sees nothing', async () => {
    const repository = started();
    repository.git('worktree', 'add', '-q', '-b', 'beside', 'tree');
    repository.write('.git/info/exclude', 'tree\n');
    const before = [repository.git('rev-parse', 'main'), repository.git('ls-files', '--stage')];
    await applied(TempRepository.at(join(repository.path, 'tree')));
    expect([repository.git('rev-parse', 'main'), repository.git('ls-files', '--stage')]).toEqual(before);
    expect(repository.git('status', '--porcelain')).toBe('');
    expect(repository.git('log', '-1', '--format=%an', 'beside').trim()).toBe('Ada Lovelace');
  });

  test('in a worktree of a bare clone, on its branch, and the clone’s other branches stay', async () => {
    const bare = cleanup.folder(new ClonedRepository(started(), '--bare'));
    bare.git('worktree', 'add', '-q', '-b', 'work', 'tree');
    const before = bare.git('rev-parse', 'main');
    expect(await applied(TempRepository.at(join(bare.path, 'tree')))).not.toHaveProperty('note');
    expect(bare.git('rev-parse', 'main')).toBe(before);
    expect(bare.git('log', '-1', '--format=%an', 'work').trim()).toBe('Ada Lovelace');
  });

  test('in a submodule, and there alone: the repository around it is not committed to', async () => {
    const inner = started();
    const outer = cleanup.folder(new TempRepository());
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.path, 'inner');
    const before = outer.commitAll();
    await applied(TempRepository.at(join(outer.path, 'inner')));
    expect(outer.git('rev-parse', 'HEAD').trim()).toBe(before);
    expect(outer.git('diff', '--cached', '--name-only')).toBe('');
  });

  test.each([true, false])(
    'in a sparse checkout, where nothing that is not there is lost (tracked: %s)',
    async (tracked) => {
      const origin = tracked ? started() : cleanup.folder(new TempRepository());
      origin.write('docs/guide.md', 'guide\n');
      origin.write('src/code.ts', 'code\n');
      origin.commitAll();
      const clone = cleanup.folder(new ClonedRepository(origin));
      clone.git('sparse-checkout', 'set', '--cone', tracked ? 'codev' : 'docs');
      if (!tracked) clone.write(FEATURE, statusFile());
      await applied(clone);
      expect(clone.git('ls-tree', '-r', '--name-only', 'HEAD').trim().split('\n')).toEqual([
        FEATURE,
        'docs/guide.md',
        'src/code.ts',
      ]);
      expect(clone.git('ls-files', '-t', 'src/code.ts')).toBe('S src/code.ts\n');
      expect(clone.git('status', '--porcelain')).toBe('');
    },
  );

  test.each([
    ['core.autocrlf', '', ['config', 'core.autocrlf', 'true']],
    ['.gitattributes', '*.md text eol=crlf\n', ['config', 'core.autocrlf', 'false']],
  ])('with CRLF on disk and LF in the repository, by %s', async (_, attributes, setting) => {
    const crlf = statusFile().replaceAll('\n', '\r\n');
    const repository = cleanup.folder(new TempRepository());
    repository.git(...setting);
    if (attributes) repository.write('.gitattributes', attributes);
    repository.write(FEATURE, crlf);
    repository.commitAll();
    expect(repository.git('show', `HEAD:${FEATURE}`)).toBe(statusFile());
    expect(await applied(repository)).not.toHaveProperty('note');
    expect(repository.read(FEATURE).replaceAll('\r\n', '')).not.toContain('\n');
    expect(repository.git('show', `HEAD:${FEATURE}`)).not.toContain('\r');
    expect(repository.git('show', '--numstat', '--format=').trim()).toBe(`2\t1\t${FEATURE}`);
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test.each([0o755, 0o600, 0o640])('keeping the file’s mode %o', async (mode) => {
    const repository = cleanup.folder(new TempRepository());
    chmodSync(repository.write(FEATURE, statusFile()), mode);
    repository.commitAll();
    const before = repository.git('ls-files', '--stage').slice(0, 6);
    await applied(repository);
    expect(statSync(join(repository.path, FEATURE)).mode & 0o777).toBe(mode);
    expect(repository.git('ls-files', '--stage').slice(0, 6)).toBe(before);
    expect(repository.git('show', '--summary', '--format=')).toBe('');
  });
});

describe('an approval is refused in words, and nothing is written', () => {
  test('when the file was deleted meanwhile', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    unlinkSync(join(bench.folder.path, FEATURE));
    expect(await bench.decide()).toMatchObject({
      ok: false,
      refusal: {
        code: 'NOT_FOUND',
        error: `${FEATURE} is not a status file of this project (any more). If that was a mistake, bring it back on that machine, then decide again.`,
      },
    });
    expect(bench.folder.git('status', '--porcelain')).toBe(` D ${FEATURE}\n`);
  });

  test('when the file was renamed meanwhile, naming where it is', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    renameSync(join(bench.folder.path, FEATURE), join(bench.folder.path, 'codev/status/0068-better.md'));
    await bench.store.look();
    expect(await bench.decide()).toMatchObject({
      ok: false,
      refusal: {
        code: 'NOT_FOUND',
        error: `${FEATURE} is now codev/status/0068-better.md. Look at the gate there, then decide again.`,
      },
    });
    expect(bench.folder.read('codev/status/0068-better.md')).toBe(statusFile());
  });

  test('when git was told not to look at the file, also after a restart', async () => {
    const first = await ApprovalBench.onRepository(cleanup);
    first.folder.git('update-index', '--skip-worktree', FEATURE);
    const refused = {
      ok: false,
      refusal: { code: 'GIT_FAILED', error: expect.stringContaining('--no-skip-worktree') },
    };
    expect(await first.decide()).toMatchObject(refused);
    expect(first.folder.read(FEATURE)).toBe(statusFile());

    const payload = first.payload();
    first.killAt('written', 'after');
    await expect(first.decidePayload(payload)).rejects.toBeInstanceOf(Killed);
    const second = await ApprovalBench.on(cleanup, first.folder, first.data);
    await second.service.recover();
    expect(await second.decidePayload(payload)).toMatchObject(refused);
    expect(first.folder.read(FEATURE)).toBe(statusFile());
    expect(first.folder.commits()).toHaveLength(1);
  });

  test('when the repository belongs to another user, as git sees it', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    const restore = asIfAnotherUsers(bench.folder);
    const outcome = await bench.decide();
    restore();
    expect(outcome).toMatchObject({
      ok: false,
      refusal: {
        code: 'GIT_FAILED',
        error: expect.stringMatching(
          /^Nothing was written\. The repository belongs to another user\. Run the connector as that user, or .*safe\.directory.* Then decide again\. git said: .*dubious ownership/s,
        ),
      },
    });
    expect(bench.folder.read(FEATURE)).toBe(statusFile());
    expect(bench.folder.commits()).toHaveLength(1);
  });
});

/** Really so for root; anybody else cannot give files away, and git has a variable for its own tests. */
function asIfAnotherUsers(repository: TempRepository): () => void {
  if (process.getuid?.() === 0) {
    for (const path of [repository.path, join(repository.path, '.git')]) chownSync(path, 12_345, 12_345);
    return () => {
      for (const path of [repository.path, join(repository.path, '.git')]) chownSync(path, 0, 0);
    };
  }
  const before = process.env['PATH'] ?? '';
  const bin = join(repository.path, '.git', 'bin');
  const script = `#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 PATH='${before}' exec git "$@"\n`;
  repository.write('.git/bin/git', '');
  writeFileSync(join(bin, 'git'), script);
  chmodSync(join(bin, 'git'), 0o755);
  process.env['PATH'] = `${bin}:${before}`;
  return () => (process.env['PATH'] = before);
}
