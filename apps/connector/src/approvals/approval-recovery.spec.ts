import { execFileSync } from 'node:child_process';
import { ApprovalBench, FEATURE, Killed } from '../../testing/approval-bench.js';
import { Cleanup } from '../../testing/running-connector.js';
import { statusFile } from '../../testing/status-files.js';
import { isolateGit, TempRepository } from '../../testing/temp-repository.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

/** Another process on the same repository and the same data. */
function restarted(bench: ApprovalBench): Promise<ApprovalBench & { folder: TempRepository }> {
  return ApprovalBench.on(cleanup, bench.folder, bench.data) as Promise<
    ApprovalBench & { folder: TempRepository }
  >;
}

describe('a process that died in the middle of an approval', () => {
  test.each([
    ['received', 'before', 0],
    ['received', 'after', 0],
    ['written', 'before', 1],
    ['written', 'after', 1],
    ['committed', 'before', 1],
    ['committed', 'after', 1],
  ] as const)(
    'killed at "%s" (%s): after a restart and a resend there is one commit',
    async (state, when, recovered) => {
      const first = await ApprovalBench.onRepository(cleanup);
      const payload = first.payload();
      first.killAt(state, when);
      await expect(first.decidePayload(payload)).rejects.toBeInstanceOf(Killed);

      const second = await restarted(first);
      await second.service.recover();
      expect(second.folder.commits()).toHaveLength(1 + recovered);
      const outcome = await second.decidePayload(payload);
      const head = second.folder.git('rev-parse', 'HEAD').trim();
      expect(outcome).toMatchObject({
        ok: true,
        outcome: { outcome: recovered ? 'already_applied' : 'applied', commit: head },
      });
      expect(second.folder.commits()).toHaveLength(2);
      expect(second.folder.git('status', '--porcelain')).toBe('');
      expect(second.folder.read(FEATURE).match(/approved by/g)).toHaveLength(1);
    },
  );

  test.each(['before', 'after'] as const)(
    'killed %s it wrote down that HQ was told: HQ never got it, asks again and hears the same',
    async (when) => {
      const first = await ApprovalBench.onRepository(cleanup);
      const payload = first.payload();
      first.killAt('answered', when);
      const told = await first.decidePayload(payload);
      await expect(first.answered(payload)).rejects.toBeInstanceOf(Killed);

      const second = await restarted(first);
      await second.service.recover();
      expect(await second.decidePayload(payload)).toEqual({
        ok: true,
        outcome: { ...(told.ok && told.outcome), outcome: 'already_applied' },
      });
      await second.answered(payload);
      expect(await second.room.journal.read(payload.decision_id!)).toMatchObject({ state: 'answered' });
      expect(second.folder.commits()).toHaveLength(2);
    },
  );

  test('whose answer was lost with the connection is answered the same when HQ asks again', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    const payload = bench.payload();
    const lost = await bench.decidePayload(payload);
    await bench.answered(payload);
    const next = await restarted(bench);
    await next.service.recover();
    expect(await next.decidePayload(payload)).toEqual({
      ok: true,
      outcome: { ...(lost.ok && lost.outcome), outcome: 'already_applied' },
    });
    expect(next.folder.commits()).toHaveLength(2);
  });

  test('is finished even when an agent has edited the file since', async () => {
    const first = await ApprovalBench.onRepository(cleanup);
    const payload = first.payload();
    first.killAt('written', 'after');
    await expect(first.decidePayload(payload)).rejects.toBeInstanceOf(Killed);
    first.folder.write(FEATURE, `${first.folder.read(FEATURE)}- An agent’s line\n`);

    const second = await restarted(first);
    await second.service.recover();
    expect(await second.decidePayload(payload)).toMatchObject({ ok: true });
    expect(second.folder.commits()).toHaveLength(2);
    expect(second.folder.git('show', `HEAD:${FEATURE}`)).toContain('An agent’s line');
  });

  test('is finished when an agent’s commit took the file along', async () => {
    const first = await ApprovalBench.onRepository(cleanup);
    const payload = first.payload();
    first.killAt('written', 'after');
    await expect(first.decidePayload(payload)).rejects.toBeInstanceOf(Killed);
    const theirs = first.folder.commitAll('agent');

    const second = await restarted(first);
    await second.service.recover();
    expect(await second.decidePayload(payload)).toMatchObject({
      ok: true,
      outcome: { commit: theirs, note: expect.stringContaining('Another commit') },
    });
    expect(second.folder.commits()).toHaveLength(2);
  });

  test('starts anew when the file was put back meanwhile', async () => {
    const first = await ApprovalBench.onRepository(cleanup);
    const payload = first.payload();
    first.killAt('written', 'after');
    await expect(first.decidePayload(payload)).rejects.toBeInstanceOf(Killed);
    first.folder.git('checkout', '-q', '--', FEATURE);

    const second = await restarted(first);
    await second.service.recover();
    expect(second.folder.commits()).toHaveLength(1);
    expect(await second.decidePayload(payload)).toMatchObject({ ok: true, outcome: { outcome: 'applied' } });
  });
});

describe('a decision that comes again', () => {
  test('has the same answer, and nothing is done', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    const payload = bench.payload();
    const first = await bench.decidePayload(payload);
    const again = await bench.decidePayload(payload);
    expect(again).toEqual({
      ok: true,
      outcome: { ...(first.ok && first.outcome), outcome: 'already_applied' },
    });
    expect(bench.folder.commits()).toHaveLength(2);
  });

  test('twice at once is applied once', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    const payload = bench.payload();
    const outcomes = await Promise.all([bench.decidePayload(payload), bench.decidePayload(payload)]);
    const words = outcomes.map((each) => each.ok && each.outcome.outcome);
    expect(words.toSorted()).toEqual(['already_applied', 'applied']);
    expect(bench.folder.commits()).toHaveLength(2);
  });

  test('is recognised by git when the journal is lost', async () => {
    const first = await ApprovalBench.onRepository(cleanup);
    const payload = first.payload();
    await first.decidePayload(payload);
    const second = (await ApprovalBench.on(cleanup, first.folder)) as typeof first;
    expect(await second.decidePayload(payload)).toMatchObject({
      ok: true,
      outcome: { outcome: 'already_applied', commit: second.folder.git('rev-parse', 'HEAD').trim() },
    });
    expect(second.folder.commits()).toHaveLength(2);
  });

  test('is recognised behind a commit with an old date, when it was begun and not answered', async () => {
    const first = await ApprovalBench.onRepository(cleanup);
    const payload = first.payload();
    first.killAt('committed', 'before');
    await expect(first.decidePayload(payload)).rejects.toBeInstanceOf(Killed);
    first.folder.write(FEATURE, statusFile());
    first.folder.commitAll('Ask again');
    const env = { ...process.env, GIT_COMMITTER_DATE: '2001-01-01T00:00:00Z' };
    // git looks a little further than the first that is too old.
    for (let i = 0; i < 10; i++)
      execFileSync('git', ['commit', '-q', '--allow-empty', '-m', `Old ${i}`], {
        cwd: first.folder.path,
        env,
      });

    const second = await restarted(first);
    await second.service.recover();
    expect(await second.decidePayload(payload)).toMatchObject({ ok: false, refusal: { code: 'STALE' } });
    expect(second.folder.git('log', '--format=%s').match(/Gate approved/g)).toHaveLength(1);
  });

  test('keeps its answer when the gate was opened again since', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    const payload = bench.payload();
    await bench.decidePayload(payload);
    bench.folder.write(FEATURE, statusFile());
    expect(await bench.decidePayload(payload)).toMatchObject({
      ok: true,
      outcome: { outcome: 'already_applied' },
    });
    expect(bench.folder.read(FEATURE)).toBe(statusFile());
  });

  test.each([
    ['', statusFile()],
    [' with another word in it', statusFile().replace('status: pending', 'status: pending, round: 2')],
  ])(
    'opens nothing when the journal is lost and the gate was opened again%s: git remembers',
    async (_, reopened) => {
      const first = await ApprovalBench.onRepository(cleanup);
      const payload = first.payload({ expected: { gate_digest: first.gateDigest() } });
      await first.decidePayload(payload);
      const commit = first.folder.git('rev-parse', 'HEAD').trim();
      first.folder.write(FEATURE, reopened);
      first.folder.git('commit', '-qam', 'Ask again');
      const second = (await ApprovalBench.on(cleanup, first.folder)) as typeof first;
      expect(await second.decidePayload(payload)).toMatchObject({
        ok: false,
        refusal: {
          code: 'STALE',
          error: expect.stringContaining(`by commit ${commit.slice(0, 10)}, and the gate was opened again`),
        },
      });
      expect(second.folder.read(FEATURE)).toBe(reopened);
      expect(second.folder.commits()).toHaveLength(3);
    },
  );

  test('from a base HQ for a gate that is passed is fine', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    const payload = bench.payload({ decision_id: undefined, approver: undefined, status_file: undefined });
    expect(await bench.decidePayload(payload)).toMatchObject({ ok: true, outcome: { outcome: 'applied' } });
    expect(await bench.decidePayload({ ...payload, approved_by: 'Grace' })).toMatchObject({
      ok: true,
      outcome: { outcome: 'already_applied', note: expect.stringContaining('Ada Lovelace') },
    });
    expect(bench.folder.commits()).toHaveLength(2);
  });

  test('an id that looks like a path stays inside the journal’s folder', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    const payload = bench.payload({ decision_id: '../../../escape\nHQ-Decision: x' });
    expect(await bench.decidePayload(payload)).toMatchObject({ ok: true });
    expect(await bench.decidePayload(payload)).toMatchObject({
      ok: true,
      outcome: { outcome: 'already_applied' },
    });
  });
});
