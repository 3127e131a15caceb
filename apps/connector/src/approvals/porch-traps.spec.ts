import { createHash } from 'node:crypto';
import { parseStatusFile } from '@codev-hq/status-file';
import { FakeTower } from '../../testing/fake-tower.js';
import { BUILDER, PORCH_FILE, PORCH_GATE, porchFile } from '../../testing/porch-project.js';
import { ADA, gateIn, porchStage, RECORD, SUBJECT, subjects, withRemote } from '../../testing/porch-stage.js';
import { Cleanup } from '../../testing/running-connector.js';
import { isolateGit } from '../../testing/temp-repository.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const APPROVE = ['approve', '0412', PORCH_GATE, '--a-human-explicitly-approved-this'] as const;

describe('what porch would not notice', () => {
  test.each([
    ['the gate was asked for anew', { gate_digest: 'f'.repeat(64) }],
    ['what was read is another', { artifacts: [{ path: 'codev/plans/412-x.md', digest: sha('as it was') }] }],
    ['what was read is gone', { artifacts: [{ path: 'codev/plans/413-x.md', digest: sha('as it was') }] }],
  ])('is noticed before it is asked: %s', async (_, expected) => {
    const { bench, builder, porch, payload } = await porchStage(cleanup);
    builder.write('codev/plans/412-x.md', 'as it is');
    expect(await bench.decidePayload({ ...payload, expected })).toMatchObject({
      ok: false,
      refusal: { code: 'STALE' },
    });
    expect(porch.runs).toEqual([]);
    expect(builder.commits()).toHaveLength(2);
  });

  test('is that somebody approved it by hand and their commit failed: that is theirs to finish', async () => {
    const { bench, builder, main, porch, payload } = await porchStage(cleanup);
    main.hook('pre-commit', 'exit 1');
    expect(porch.run(builder.path, ...APPROVE)).toBe(1);
    expect(porch.run(builder.path, ...APPROVE)).toBe(0);
    expect(builder.git('diff', '--cached', '--name-only')).toBe(`${PORCH_FILE}\n`);
    expect(await bench.decidePayload(payload)).toMatchObject({
      ok: false,
      refusal: { code: 'GATE_NOT_PENDING', error: expect.stringMatching(/already passed at/) },
    });
    expect(porch.runs).toHaveLength(2);
  });
});

describe('after a hook that failed', () => {
  test('a new decision is a new approval, since nothing was left behind', async () => {
    const { bench, builder, main, porch, payload } = await porchStage(cleanup);
    main.hook('pre-commit', 'exit 1');
    expect(await bench.decidePayload(payload)).toMatchObject({ ok: false, refusal: { code: 'GIT_FAILED' } });
    main.hook('pre-commit', 'exit 0');
    const again = { ...payload, decision_id: 'decision-2' };
    expect(await bench.decidePayload(again)).toMatchObject({ ok: true, outcome: { outcome: 'applied' } });
    expect(subjects(builder).slice(0, 2)).toEqual([`${RECORD} | ${ADA}`, `${SUBJECT} | ${ADA}`]);
    expect(porch.runs).toHaveLength(2);
  });
});

describe('two approvals at once', () => {
  test('in one worktree are one after the other: a second porch would die of the first one’s lock', async () => {
    const two = porchFile().replace(
      '  verify-approval:\n    status: pending\n',
      "  dev-approval:\n    status: pending\n    requested_at: '2026-03-02T11:30:00.000Z'\n",
    );
    const control = { checks: [{ print: 'slow' }] };
    const { bench, builder, porch, payload } = await porchStage(cleanup, control, {}, two);
    const other = bench.porchPayload({ builder }, { gate: 'dev-approval', decision_id: 'decision-2' });
    const both = await Promise.all([bench.decidePayload(payload), bench.decidePayload(other)]);
    expect(both).toMatchObject([{ ok: true }, { ok: true }]);
    // Which is first is nobody's promise; that one is over before the other begins is.
    const commits = subjects(builder);
    const pairs = [commits.slice(0, 2), commits.slice(2, 4)].sort();
    expect(pairs).toEqual([
      [
        `[HQ] Gate approved: dev-approval by Ada Lovelace | ${ADA}`,
        `chore(porch): 0412 dev-approval gate-approved | ${ADA}`,
      ],
      [`${RECORD} | ${ADA}`, `${SUBJECT} | ${ADA}`],
    ]);
    expect(porch.runs).toHaveLength(2);
    expect(builder.git('status', '--porcelain')).toBe('');
  });
});

describe('what porch does besides', () => {
  test('of a pull request it says that it waits no longer', async () => {
    const content = porchFile({ gate: 'pr', top: 'pr_ready_for_human: true\n' });
    const { bench, builder } = await porchStage(cleanup, {}, {}, content);
    const payload = bench.porchPayload({ builder }, { gate: 'pr' });
    expect(await bench.decidePayload(payload)).toMatchObject({ ok: true });
    expect(builder.read(PORCH_FILE)).toContain('\npr_ready_for_human: false\n');
    expect(gateIn(builder, 'pr')).toMatchObject({ status: 'approved', approved_by: 'Ada Lovelace' });
  });

  test('behind verify-approval it finishes the project, and the record follows that', async () => {
    const content = porchFile({ gate: 'x' })
      .replace('  verify-approval:\n    status: pending\n', '')
      .replace('  x:', '  verify-approval:');
    const { bench, builder } = await porchStage(cleanup, {}, {}, content);
    const remote = withRemote(cleanup, builder);
    const payload = bench.porchPayload({ builder }, { gate: 'verify-approval' });
    expect(await bench.decidePayload(payload)).toMatchObject({ ok: true, outcome: { pushed: true } });
    expect(subjects(builder).slice(0, 3)).toEqual([
      `[HQ] Gate approved: verify-approval by Ada Lovelace | ${ADA}`,
      `chore(porch): 0412 protocol complete | ${ADA}`,
      `chore(porch): 0412 verify-approval gate-approved | ${ADA}`,
    ]);
    expect(parseStatusFile(builder.read(PORCH_FILE), PORCH_FILE)).toMatchObject({ archived: true });
    expect(gateIn(builder, 'verify-approval')).toMatchObject({ approved_by: 'Ada Lovelace' });
    expect(remote.git('rev-parse', 'builder/spir-412')).toBe(builder.git('rev-parse', 'HEAD'));
  });

  test('it wakes nobody from the builder’s worktree, so the connector does, once', async () => {
    const tower = cleanup.add(await new FakeTower().listen(), (each) => each.close());
    tower.agents[BUILDER] = {};
    const { bench, main, porch, builder, payload } = await porchStage(
      cleanup,
      {},
      { agentFarm: tower.config() },
    );
    const delivery = { state: 'delivered', to: BUILDER };
    expect(await bench.decidePayload(payload)).toMatchObject({ ok: true, outcome: { delivery } });
    expect(porch.woken).toEqual([]);
    expect(tower.wordsTo(BUILDER)).toHaveLength(1);
    withRemote(cleanup, builder);
    builder.write(PORCH_FILE, porchFile());
    builder.commitAll('asked again');
    porch.run(main.path, ...APPROVE);
    expect(porch.woken).toHaveLength(1);
  });

  test('it keeps the approver’s name when it goes on, and a rollback leaves it in the commits', async () => {
    const { bench, builder, porch, payload } = await porchStage(cleanup);
    await bench.decidePayload(payload);
    porch.run(builder.path, 'next', '0412', 'implement');
    expect(gateIn(builder)).toMatchObject({ status: 'approved', approved_by: 'Ada Lovelace' });
    porch.run(builder.path, 'rollback', '0412', 'plan');
    expect(gateIn(builder)).toEqual({ status: 'pending' });
    const trailers = '--format=%(trailers:key=HQ-Approver,valueonly,separator=)';
    expect(builder.git('log', '-1', trailers).trim()).toBe(ADA);
  });
});

function sha(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
