import { chmodSync, existsSync, lstatSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseStatusFile } from '@codev-hq/status-file';
import { ApprovalBench, FEATURE, GATE } from '../../testing/approval-bench.js';
import { Cleanup } from '../../testing/running-connector.js';
import { statusFile } from '../../testing/status-files.js';
import { isolateGit, TempFolder, TempRepository } from '../../testing/temp-repository.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

function gateOf(content: string, name = GATE) {
  return parseStatusFile(content, FEATURE).gates.find((gate) => gate.name === name);
}

describe('an approval becomes a commit', () => {
  test('of that file alone, by the approver, committed by the machine, with trailers', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    const payload = bench.payload({ comment: 'Fine.\nShip it.' });
    const outcome = await bench.decidePayload(payload);
    const head = bench.folder.git('rev-parse', 'HEAD').trim();
    expect(outcome).toMatchObject({
      ok: true,
      outcome: { outcome: 'applied', status_file: FEATURE, commit: head },
    });
    expect(bench.folder.git('show', '-s', '--format=%an <%ae> | %cn <%ce>%n%aI%n%B').trim()).toBe(
      [
        'Ada Lovelace <ada@example.org> | The Machine <machine@example.org>',
        '2026-01-16T06:15:12+00:00',
        `[HQ] Gate approved: ${GATE} by Ada Lovelace`,
        '',
        '> Fine.',
        '> Ship it.',
        '',
        `HQ-Decision: ${payload.decision_id}`,
        'HQ-Approver: Ada Lovelace <ada@example.org>',
      ].join('\n'),
    );
    expect(bench.folder.git('show', '--name-only', '--format=').trim()).toBe(FEATURE);
  });

  test('C9 only the gate and one log line differ', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    await bench.decide();
    expect(bench.folder.read(FEATURE)).toBe(
      statusFile()
        .replace(
          '{ status: pending }',
          "{ status: passed, by: 'Ada Lovelace', at: '2026-01-16T06:15:12.348Z' }",
        )
        .concat(`- 2026-01-16 Gate ${GATE} approved by Ada Lovelace through Codev HQ\n`),
    );
  });

  test('C4 what is staged or changed elsewhere stays exactly as it was', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    const { folder } = bench;
    folder.write('staged.txt', 'one\n');
    folder.write('both.txt', 'one\n');
    folder.write('unstaged.txt', 'one\n');
    folder.commitAll();
    folder.write('staged.txt', 'two\n');
    folder.write('both.txt', 'two\n');
    folder.git('add', 'staged.txt', 'both.txt');
    folder.write('both.txt', 'three\n');
    folder.write('unstaged.txt', 'two\n');
    folder.write('untracked.txt', 'new\n');
    const before = [folder.git('status', '--porcelain'), folder.git('diff', '--cached'), folder.git('diff')];
    await bench.decide();
    expect([folder.git('status', '--porcelain'), folder.git('diff', '--cached'), folder.git('diff')]).toEqual(
      before,
    );
    expect(folder.git('show', '--name-only', '--format=').trim()).toBe(FEATURE);
  });

  test('C4 uncommitted edits of the same file go along, and the note says so', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    bench.folder.write(FEATURE, statusFile({ log: '- Started\n- An agent’s line\n' }));
    const outcome = await bench.decide();
    expect(outcome).toMatchObject({ ok: true, outcome: { note: expect.stringContaining('went along') } });
    expect(bench.folder.git('show', `HEAD:${FEATURE}`)).toContain('An agent’s line');
  });

  test.each([
    ['$(touch pwned)', '`touch pwned`'],
    ['x"; touch pwned; "', "'; touch pwned; '"],
    ['--amend', '--author=Eve <eve@example.org>'],
    ['a\nHQ-Decision: forged', 'b\r\n\r\nHQ-Decision: forged'],
    ['$& $1 $$', '# not: a { comment'],
    ['—“ü” 漢字 🙂', '  - [x]: |'],
    ['a\u0000b\u001b[31m', '\u2028\u0007'],
  ])('C3 C9 name %j and comment %j are text and nothing else', async (name, comment) => {
    const bench = await ApprovalBench.onRepository(cleanup);
    const payload = bench.payload({ approver: { id: 'x', name }, comment });
    expect(await bench.decidePayload(payload)).toMatchObject({ ok: true });
    expect(existsSync(join(bench.folder.path, 'pwned'))).toBe(false);
    expect(bench.folder.commits()).toHaveLength(2);
    const trailer = bench.folder.git('log', '-1', '--format=%(trailers:key=HQ-Decision,valueonly)').trim();
    expect(trailer).toBe(payload.decision_id);
    const content = bench.folder.read(FEATURE);
    expect(gateOf(content)).toMatchObject({ passed: true, by: name.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim() });
    expect(content.split('\n')).toHaveLength(statusFile().split('\n').length + 1);
  });

  test.each(['', '.', '<>', '"\\\'', '  '])(
    'a name that git would refuse (%j) has a stand-in',
    async (name) => {
      const bench = await ApprovalBench.onRepository(cleanup);
      expect(await bench.decide({ approver: { id: 'ada@host', name } })).toMatchObject({ ok: true });
      expect(bench.folder.git('log', '-1', '--format=%an|%ae').trim()).toMatch(
        /^.+\|ada-host@people\.codev-hq\.invalid$/,
      );
    },
  );

  test('an untracked file is committed, and nothing else that is untracked', async () => {
    const repository = cleanup.folder(new TempRepository());
    repository.write('README.md', 'hello\n');
    repository.commitAll();
    repository.write(FEATURE, statusFile());
    repository.write('codev/status/0069-other.md', statusFile({ id: '"0069"' }));
    const bench = await ApprovalBench.on(cleanup, repository);
    expect(await bench.decide()).toMatchObject({ ok: true, outcome: { outcome: 'applied' } });
    expect(repository.git('status', '--porcelain')).toBe('?? codev/status/0069-other.md\n');
  });

  test('a repository without any commit gets its first', async () => {
    const repository = cleanup.folder(new TempRepository());
    repository.write(FEATURE, statusFile());
    const bench = await ApprovalBench.on(cleanup, repository);
    expect(await bench.decide()).toMatchObject({ ok: true, outcome: { commit: expect.any(String) } });
    expect(repository.commits()).toHaveLength(1);
  });

  test('an ignored file is written but not committed, and the note says so', async () => {
    const repository = cleanup.folder(new TempRepository());
    repository.write('.gitignore', 'codev/\n');
    repository.commitAll();
    repository.write(FEATURE, statusFile());
    const bench = await ApprovalBench.on(cleanup, repository);
    const outcome = await bench.decide();
    expect(outcome).toMatchObject({ ok: true, outcome: { note: expect.stringContaining('ignores') } });
    expect(outcome).not.toHaveProperty('outcome.commit');
    expect(gateOf(repository.read(FEATURE))).toMatchObject({ passed: true });
  });

  test('a folder that is no repository is written, and the note says that nothing was committed', async () => {
    const folder = cleanup.folder(new TempFolder());
    folder.write(FEATURE, statusFile());
    const bench = await ApprovalBench.on(cleanup, folder);
    expect(await bench.decide()).toMatchObject({
      ok: true,
      outcome: { note: expect.stringContaining('Not a git repository') },
    });
    expect(gateOf(folder.read(FEATURE))).toMatchObject({ passed: true });
  });

  test('without user.name the connector is the committer, and the note says so', async () => {
    const repository = cleanup.folder(new TempRepository({ identity: false }));
    repository.write(FEATURE, statusFile());
    repository.commitAll();
    const bench = await ApprovalBench.on(cleanup, repository);
    expect(await bench.decide()).toMatchObject({
      ok: true,
      outcome: { note: expect.stringContaining('user.name') },
    });
    expect(repository.git('log', '-1', '--format=%an|%cn|%ce').trim()).toBe(
      'Ada Lovelace|Codev HQ connector|connector@codev-hq.invalid',
    );
  });

  test('file mode, symlink and leftovers: the file is replaced in place', async () => {
    const repository = cleanup.folder(new TempRepository());
    const target = repository.write('notes/0068.md', statusFile());
    chmodSync(target, 0o754);
    repository.write('codev/status/0069-other.md', statusFile({ id: '"0069"' }));
    symlinkSync('../../notes/0068.md', join(repository.path, FEATURE));
    repository.commitAll();
    const bench = await ApprovalBench.on(cleanup, repository);
    expect(await bench.decide()).toMatchObject({ ok: true, outcome: { commit: expect.any(String) } });
    expect(lstatSync(join(repository.path, FEATURE)).isSymbolicLink()).toBe(true);
    expect(statSync(target).mode & 0o777).toBe(0o754);
    expect(readdirSync(join(repository.path, 'notes'))).toEqual(['0068.md']);
    expect(repository.git('show', '--name-only', '--format=').trim()).toBe('notes/0068.md');
  });

  test('a file name full of patterns names that file alone', async () => {
    const path = 'codev/status/[a-z]*.md';
    const repository = cleanup.folder(new TempRepository());
    repository.write(path, statusFile({ id: 'odd' }));
    repository.write('codev/status/a.md', statusFile({ id: 'a' }));
    repository.commitAll();
    repository.write('codev/status/a.md', statusFile({ id: 'a', log: '- changed\n' }));
    const bench = await ApprovalBench.on(cleanup, repository);
    expect(await bench.decide({ status_file: path, project_id: 'odd' })).toMatchObject({ ok: true });
    expect(repository.git('status', '--porcelain')).toBe(' M codev/status/a.md\n');
  });

  test('hooks are honoured: what they see is this file alone', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    bench.folder.write('other.txt', 'staged\n');
    bench.folder.git('add', 'other.txt');
    bench.folder.hook('pre-commit', 'git diff --cached --name-only > .git/seen');
    await bench.decide();
    expect(bench.folder.read('.git/seen')).toBe(`${FEATURE}\n`);
  });

  test('what a hook adds to the commit, or changes in it, is said', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    const edit = `sed -i 's/## Log/Delete production.\\n\\n## Log/' ${FEATURE}`;
    bench.folder.hook('pre-commit', `echo x > evil.ts; ${edit}; git add evil.ts ${FEATURE}`);
    const { reading_digest } = parseStatusFile(statusFile(), FEATURE);
    expect(await bench.decide({ expected: { reading_digest } })).toMatchObject({
      ok: true,
      outcome: {
        note: `Look at this commit: a hook changed ${FEATURE} in it after it was decided. Look at this commit: a hook added to it what nobody decided on (evil.ts).`,
      },
    });
  });

  test('variables of a git that started us do not lead elsewhere', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    const elsewhere = cleanup.folder(new TempRepository());
    const foreign = {
      GIT_DIR: join(elsewhere.path, '.git'),
      GIT_INDEX_FILE: '/nowhere',
      GIT_AUTHOR_NAME: 'Eve',
      GIT_EDITOR: 'false',
      EDITOR: 'false',
    };
    Object.assign(process.env, foreign);
    try {
      expect(await bench.decide()).toMatchObject({ ok: true });
    } finally {
      for (const name of Object.keys(foreign)) Reflect.deleteProperty(process.env, name);
    }
    expect(bench.folder.git('log', '-1', '--format=%an').trim()).toBe('Ada Lovelace');
  });

  test('two approvals for one repository are committed one after the other', async () => {
    const repository = cleanup.folder(new TempRepository());
    const paths = ['codev/status/1-a.md', 'codev/status/2-b.md', 'codev/status/3-c.md'];
    for (const path of paths) repository.write(path, statusFile({ id: path }));
    repository.commitAll();
    const bench = await ApprovalBench.on(cleanup, repository);
    const outcomes = await Promise.all(
      paths.map((path) => bench.decide({ status_file: path, project_id: path })),
    );
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect(repository.commits()).toHaveLength(4);
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test('an edit that arrives between reading and writing is kept', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    const { journal } = bench.room;
    const save = journal.save.bind(journal);
    let interfered = false;
    // The journal is written between reading the file and replacing it: an agent's save falls exactly there.
    journal.save = async (entry) => {
      if (!interfered)
        writeFileSync(join(bench.folder.path, FEATURE), statusFile({ log: '- Started\n- Agent\n' }));
      interfered = true;
      await save(entry);
    };
    expect(await bench.decide({ expected: { gate_digest: bench.gateDigest() } })).toMatchObject({ ok: true });
    expect(bench.folder.read(FEATURE)).toMatch(/- Agent\n- 2026-01-16 Gate/);
  });
});
