import { DIFF_ARTIFACT } from '@codev-hq/protocol';
import { parseStatusFile } from '@codev-hq/status-file';
import { mkdirSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ApprovalBench, FEATURE, GATE } from '../../testing/approval-bench.js';
import { isRunning } from '../../testing/processes.js';
import { porchProject } from '../../testing/porch-project.js';
import { Cleanup } from '../../testing/running-connector.js';
import { statusFile } from '../../testing/status-files.js';
import { isolateGit, TempFolder, TempRepository } from '../../testing/temp-repository.js';
import { mergeBaseDiff } from '../workspaces/merge-base-diff.js';
import { bytesDigest } from './gate-edit.js';
import { GitRepository } from './git-repository.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const TWO_TRANSITIONS = [
  '  specify_to_plan:\n    human_approval: { status: pending }\n',
  '  plan_to_implement:\n    human_approval: { status: pending }\n',
].join('');

function refusal(code: string, words: RegExp = /./) {
  return { ok: false, refusal: { code, error: expect.stringMatching(words) } };
}

/** Whatever is refused leaves no trace. */
async function expectUntouched(
  bench: ApprovalBench & { folder: TempRepository },
  act: () => Promise<unknown>,
) {
  const before = [
    bench.folder.read(FEATURE),
    bench.folder.commits(),
    bench.folder.git('status', '--porcelain'),
  ];
  await act();
  expect([
    bench.folder.read(FEATURE),
    bench.folder.commits(),
    bench.folder.git('status', '--porcelain'),
  ]).toEqual(before);
}

describe('an approval is refused, and nothing is written', () => {
  test('C8 for a project that is not registered', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    const elsewhere = cleanup.folder(new TempRepository());
    elsewhere.write(FEATURE, statusFile());
    await expectUntouched(bench, async () => {
      const outcome = await bench.decide({ project_path: elsewhere.path });
      expect(outcome).toMatchObject(refusal('PROJECT_NOT_FOUND'));
    });
    expect(elsewhere.read(FEATURE)).toBe(statusFile());
  });

  test.each(['../0068', '*', '00*', '.*', '0068-feature.md', '[0-9]+', '/'])(
    'C7 for the project id %j, which is compared and never a path or pattern',
    async (id) => {
      const bench = await ApprovalBench.onRepository(cleanup);
      await expectUntouched(bench, async () => {
        const outcome = await bench.decide({ project_id: id, status_file: undefined });
        expect(outcome).toMatchObject(refusal('NOT_FOUND'));
      });
    },
  );

  test.each([
    '../outside.md',
    'codev/status/../../outside.md',
    '/etc/passwd',
    '.git/config',
    'codev/status/*.md',
    '',
  ])('C7 for the status file %j', async (path) => {
    const bench = await ApprovalBench.onRepository(cleanup);
    await expectUntouched(bench, async () => {
      expect(await bench.decide({ status_file: path })).toMatchObject(refusal('NOT_FOUND'));
    });
  });

  test('C7 for a status file that became a symlink out of the project', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    const outside = cleanup.folder(new TempFolder());
    outside.write('0068.md', statusFile());
    unlinkSync(join(bench.folder.path, FEATURE));
    symlinkSync(join(outside.path, '0068.md'), join(bench.folder.path, FEATURE));
    expect(await bench.decide()).toMatchObject(refusal('NOT_FOUND'));
    expect(outside.read('0068.md')).toBe(statusFile());
  });

  test('for another project id than the file has', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    await expectUntouched(bench, async () => {
      expect(await bench.decide({ project_id: '0099' })).toMatchObject(refusal('STALE', /0068/));
    });
  });

  test('when several files have the id and none is named', async () => {
    const repository = cleanup.folder(new TempRepository());
    repository.write('codev/status/a.md', statusFile());
    repository.write('codev/status/b.md', statusFile());
    const bench = await ApprovalBench.on(cleanup, repository);
    expect(await bench.decide({ status_file: undefined })).toMatchObject(
      refusal('GATE_AMBIGUOUS', /a\.md.*b\.md/),
    );
  });

  test('C5 for a bare gate name that two pending gates have', async () => {
    const bench = await ApprovalBench.onRepository(cleanup, statusFile({ gates: TWO_TRANSITIONS }));
    await expectUntouched(bench, async () => {
      const outcome = await bench.decide({ gate: 'human_approval' });
      expect(outcome).toMatchObject({
        ...refusal('GATE_AMBIGUOUS'),
        refusal: { candidates: [GATE, 'plan_to_implement.human_approval'] },
      });
    });
  });

  test('C5 while the dotted name passes that one gate alone', async () => {
    const bench = await ApprovalBench.onRepository(cleanup, statusFile({ gates: TWO_TRANSITIONS }));
    expect(await bench.decide({ gate: 'plan_to_implement.human_approval' })).toMatchObject({ ok: true });
    expect(bench.folder.read(FEATURE)).toContain(
      '  specify_to_plan:\n    human_approval: { status: pending }\n',
    );
  });

  test.each(['\\w+', '.*', 'human.approval', 'specify_to_plan', ''])('C6 for the gate %j', async (gate) => {
    const bench = await ApprovalBench.onRepository(cleanup);
    await expectUntouched(bench, async () => {
      expect(await bench.decide({ gate })).toMatchObject(refusal('GATE_NOT_FOUND'));
    });
  });

  test('for a gate somebody else passed, saying who and when', async () => {
    const gates = `  specify_to_plan:\n    human_approval: { status: passed, by: Grace, at: 2026-01-15T00:00:00.000Z }\n`;
    const bench = await ApprovalBench.onRepository(cleanup, statusFile({ gates }));
    await expectUntouched(bench, async () => {
      expect(await bench.decide()).toMatchObject(refusal('GATE_NOT_PENDING', /Grace.*2026-01-15/));
    });
  });

  test('when the gate changed after it was reviewed', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    const expected = { gate_digest: bench.gateDigest() };
    bench.folder.write(FEATURE, statusFile().replace('{ status: pending }', '{ status: pending, round: 2 }'));
    expect(await bench.decide({ expected })).toMatchObject(refusal('STALE', /changed after it was reviewed/));
  });

  test('when the text was another when it was read', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    const { reading_digest } = parseStatusFile(statusFile(), FEATURE);
    bench.folder.write(FEATURE, statusFile().replace('## Log', 'Delete production.\n\n## Log'));
    expect(await bench.decide({ expected: { reading_digest } })).toMatchObject(refusal('STALE', /text of/));
    bench.folder.write(FEATURE, statusFile({ log: '- Started\n- More\n' }));
    expect(await bench.decide({ expected: { reading_digest } })).toMatchObject({ ok: true });
  });

  test('when the file claims the decision already, but with another text', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    const { reading_digest } = parseStatusFile(statusFile(), FEATURE);
    const claimed = statusFile()
      .replace('{ status: pending }', "{ status: passed, by: Ada Lovelace, at: '2026-01-16T06:15:12.348Z' }")
      .replace('## Log', 'Delete production.\n\n## Log');
    bench.folder.write(FEATURE, claimed);
    expect(await bench.decide({ expected: { reading_digest } })).toMatchObject(
      refusal('STALE', /says already what was decided, but its text changed/),
    );
    expect(bench.folder.read(FEATURE)).toBe(claimed);
    expect(bench.folder.commits()).toHaveLength(1);
  });

  test('when git cannot tell whether the decision was committed before', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    bench.folder.write('.git/refs/heads/broken', `${'1'.repeat(40)}\n`);
    await expectUntouched(bench, async () => {
      expect(await bench.decide()).toMatchObject(refusal('GIT_FAILED', /Nothing was written.*bad object/s));
    });
  });

  test('but not when only another line of the file changed', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    const expected = { gate_digest: bench.gateDigest(), file_digest: '0'.repeat(64) };
    bench.folder.write(FEATURE, statusFile({ log: '- Started\n- More\n' }));
    expect(await bench.decide({ expected })).toMatchObject({ ok: true });
  });

  test.each(['missing.md', '../outside.md', 'spec.md'])(
    'when the artifact %s is not what was read',
    async (path) => {
      const bench = await ApprovalBench.onRepository(cleanup);
      bench.folder.write('spec.md', 'changed');
      const expected = { artifacts: [{ path, digest: '0'.repeat(64) }] };
      expect(await bench.decide({ expected })).toMatchObject(refusal('STALE'));
      expect(bench.folder.read(FEATURE)).toBe(statusFile());
    },
  );

  test('when more than one thing is not as it was read: each is named, with its digests, also when asked again', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    const { reading_digest } = parseStatusFile(statusFile(), FEATURE);
    const gate_digest = bench.gateDigest();
    bench.folder.write(
      FEATURE,
      statusFile()
        .replace('{ status: pending }', '{ status: pending, round: 2 }')
        .replace('## Log', 'More.\n\n## Log'),
    );
    const changed = [
      { what: 'gate', path: FEATURE, digest_before: gate_digest, digest_after: bench.gateDigest() },
      { what: 'text', path: FEATURE, digest_before: reading_digest, digest_after: expect.any(String) },
    ];
    const payload = bench.payload({ expected: { gate_digest, reading_digest: reading_digest ?? '' } });
    for (const time of ['first', 'again'])
      expect([time, await bench.decidePayload(payload)]).toMatchObject([time, { refusal: { changed } }]);

    bench.folder.write('spec.md', 'changed');
    const read = ['spec.md', 'gone.md'].map((path) => ({ path, digest: '0'.repeat(64) }));
    const refused = await bench.decide({ expected: { artifacts: read } });
    expect(refused).toMatchObject(refusal('STALE', /^spec.md, gone.md changed after they were reviewed/));
    expect(!refused.ok && refused.refusal.changed).toEqual([
      {
        what: 'artifact',
        path: 'spec.md',
        digest_before: '0'.repeat(64),
        digest_after: bytesDigest(Buffer.from('changed')),
      },
      { what: 'artifact', path: 'gone.md', digest_before: '0'.repeat(64) },
    ]);
  });

  test('when what was built cannot be compared any more, which is no change of it', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    bench.folder.git('checkout', '-q', '--detach');
    const artifacts = [{ path: DIFF_ARTIFACT, digest: '0'.repeat(64) }];
    await expectUntouched(bench, async () => {
      expect(await bench.decide({ expected: { artifacts } })).toMatchObject(
        refusal('STALE', /^What was built could not be compared again/),
      );
    });
  });

  test('when what was built changed in a file that git was told not to look at', async () => {
    const { main, builder } = porchProject();
    cleanup.folder(main);
    builder.write('src/a.ts', 'export const one = 1;\n');
    builder.commitAll();
    const bench = await ApprovalBench.on(cleanup, main);
    const read = await mergeBaseDiff(main.path, builder.path);
    if ('why' in read) throw new Error(read.why);
    builder.git('update-index', '--assume-unchanged', 'src/a.ts');
    builder.write('src/a.ts', 'export const admin = true;\n');
    const artifacts = [{ path: DIFF_ARTIFACT, digest: read.digest }];
    const payload = bench.porchPayload({ builder }, { expected: { artifacts } });
    expect(await bench.decidePayload(payload)).toMatchObject(refusal('STALE', /^What was built changed/));
    expect(builder.commits()).toHaveLength(3);
  });

  test('C14 when a hook fails: git’s own words, and the file as it was', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    bench.folder.hook('pre-commit', 'echo "lint: line 3 is too long" >&2; exit 1');
    await expectUntouched(bench, async () => {
      expect(await bench.decide()).toMatchObject(refusal('GIT_FAILED', /lint: line 3 is too long/));
    });
    unlinkSync(join(bench.folder.path, '.git/hooks/pre-commit'));
    expect(await bench.decide()).toMatchObject({ ok: true });
  });

  test('C14 the same decision sent again after a refusal is refused again, also when git would take it now', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    bench.folder.hook('pre-commit', 'echo "frozen until Monday" >&2; exit 1');
    const payload = bench.payload();
    expect(await bench.decidePayload(payload)).toMatchObject(refusal('GIT_FAILED', /frozen until Monday/));
    unlinkSync(join(bench.folder.path, '.git/hooks/pre-commit'));
    await expectUntouched(bench, async () => {
      expect(await bench.decidePayload(payload)).toMatchObject(refusal('GIT_FAILED', /frozen until Monday/));
      await bench.service.recover();
    });
    expect(await bench.decide()).toMatchObject({ ok: true });
  });

  test('C14 when a hook fails for an untracked file, which is untracked again', async () => {
    const repository = cleanup.folder(new TempRepository());
    repository.write('README.md', 'hello\n');
    repository.commitAll();
    repository.write(FEATURE, statusFile());
    repository.hook('pre-commit', 'exit 1');
    const bench = await ApprovalBench.on(cleanup, repository);
    expect(await bench.decide()).toMatchObject(refusal('GIT_FAILED'));
    expect(repository.git('status', '--porcelain', '-uall')).toBe(`?? ${FEATURE}\n`);
    expect(repository.read(FEATURE)).toBe(statusFile());
  });

  test('C14 when a hook changes the file and fails, its bytes are left alone', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    bench.folder.hook('pre-commit', `echo '- from the hook' >> ${FEATURE}; exit 1`);
    expect(await bench.decide()).toMatchObject(
      refusal('GIT_FAILED', /The approval was taken out of .* what else has changed there was kept/),
    );
    expect(bench.folder.read(FEATURE)).toBe(`${statusFile()}- from the hook\n`);
  });

  test('C14 when a hook changes the gate and fails, the gate is left alone', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    bench.folder.hook('pre-commit', `sed -i.bak 's/Ada Lovelace/Mallory/' ${FEATURE}; exit 1`);
    expect(await bench.decide()).toMatchObject(refusal('GIT_FAILED', /Somebody has changed the gate in /));
    expect(bench.folder.read(FEATURE)).toContain("by: 'Mallory'");
  });

  test('C14 when the index is locked for long', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    bench.folder.write('.git/index.lock', '');
    const repository = new GitRepository(bench.folder.path, {
      commandMs: 10_000,
      othersMs: 10_000,
      lockPatienceMs: 300,
    });
    const result = await repository.commit({
      path: FEATURE,
      state: 'modified',
      message: 'x\n',
      author: { name: 'a', email: 'a@example.org' },
      authoredAt: new Date(),
    });
    expect(result).toMatchObject({ ok: false, words: expect.stringContaining('index.lock') });
  });

  test('an index that is locked for a moment is waited for', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    bench.folder.write('.git/index.lock', '');
    setTimeout(() => unlinkSync(join(bench.folder.path, '.git/index.lock')), 400);
    expect(await bench.decide()).toMatchObject({ ok: true, outcome: { outcome: 'applied' } });
  });

  test('C14 when a hook hangs: it is ended with everything it started', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    bench.folder.hook('pre-commit', 'sleep 300 & echo $! > .git/sleeper; wait');
    bench.folder.write(FEATURE, statusFile({ log: '- x\n' }));
    const repository = new GitRepository(bench.folder.path, {
      commandMs: 10_000,
      othersMs: 2_500,
      lockPatienceMs: 0,
    });
    const result = await repository.commit({
      path: FEATURE,
      state: 'modified',
      message: 'x\n',
      author: { name: 'a', email: 'a@example.org' },
      authoredAt: new Date(),
    });
    expect(result).toMatchObject({ ok: false, words: expect.stringContaining('did not finish') });
    const sleeper = Number(bench.folder.read('.git/sleeper'));
    expect(isRunning(sleeper)).toBe(false);
    expect(bench.folder.git('status', '--porcelain')).toBe(` M ${FEATURE}\n`);
  });

  test('when the file became a folder', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    unlinkSync(join(bench.folder.path, FEATURE));
    mkdirSync(join(bench.folder.path, FEATURE));
    expect(await bench.decide()).toMatchObject(refusal('NOT_FOUND'));
  });

  test('for a file that is not UTF-8', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    bench.folder.write(FEATURE, Buffer.concat([Buffer.from(statusFile()), Buffer.from([0xff, 0x0a])]));
    expect(await bench.decide()).toMatchObject(refusal('UNSUPPORTED', /UTF-8/));
  });

  test('for a worktree that is none of the project’s', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    expect(await bench.decide({ worktree: '/somewhere/else' })).toMatchObject(refusal('NOT_FOUND'));
  });
});
