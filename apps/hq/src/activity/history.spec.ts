import { Logger } from '@nestjs/common';
import { performance } from 'node:perf_hooks';
import type { DecisionAnswer } from '@codev-hq/protocol';
import { DecidingHq, OUTCOME } from '../../testing/deciding-hq.js';
import { onEachEngine } from '../../testing/engines.js';
import { APPROVE, FakeMachine, statusFile, statusUpdate } from '../../testing/fake-machine.js';
import { GONE, kindsOf, ofGates, recorded, SETTLED, timeline } from '../../testing/recorded-history.js';
import { FIXED_KEY } from '../../testing/running-hq.js';
import { Comparisons } from './comparisons.js';
import { HistoryRecorder } from './history-recorder.js';

const PORCH = (status: string) => `id: '0412'
title: retry-queue
protocol: spir
phase: plan
current_plan_phase: null
gates:
  spec-approval:
    status: approved
    requested_at: '2026-03-02T09:00:00.000Z'
    approved_at: '2026-03-02T09:31:07.512Z'
  plan-approval:
    status: ${status}
    requested_at: '2026-03-02T11:12:13.141Z'
started_at: '2026-03-02T08:41:00.000Z'
updated_at: '2026-03-02T11:12:13.200Z'
`;
const porchUpdate = (content: string, worktree?: string) =>
  statusUpdate(content, { status_file: 'codev/projects/0412-retry/status.yaml', worktree });

let deciding: DecidingHq;

onEachEngine((fresh) => {
  beforeEach(async () => {
    deciding = await DecidingHq.start(await fresh(), ['decision_response', 'rejection', 'manifest']);
  });
  afterEach(() => deciding.hq.stop());

  const report = (content: string) => deciding.machine.request('status_update', statusUpdate(content));
  const gates = async (within?: number) => ofGates(await recorded(deciding.hq, within));

  async function approved(): Promise<string> {
    const { decision_id } = (await (await deciding.approve()).json()) as DecisionAnswer;
    await deciding.machine.next((frame) => frame.type === 'approval');
    deciding.machine.respond(decision_id, { payload: OUTCOME });
    await deciding.decided(decision_id, 'applied');
    await report(statusFile({ status: 'passed' }));
    return decision_id;
  }

  it('remembers nothing of files that came and went', async () => {
    await recorded(deciding.hq);
    const { size } = deciding.hq.app.get(Comparisons);
    for (let number = 100; number < 120; number++) {
      const status_file = `codev/status/0${number}.md`;
      await deciding.machine.request('status_update', statusUpdate(statusFile({}), { status_file }));
      await deciding.machine.request('status_update', statusUpdate('', { status_file, deleted: true }));
    }
    await recorded(deciding.hq, GONE);
    expect(deciding.hq.app.get(Comparisons).size).toBe(size);
  });

  describe('a gate', () => {
    it('is recorded from when it was asked for to the decision that opened it', async () => {
      const [asked] = await gates();
      expect(asked).toMatchObject({
        kind: 'gate-requested',
        instance_name: 'Ada’s laptop',
        project_name: 'shop',
        project_id: '0068',
        gate: 'specify_to_plan.human_approval',
        learnt_late: 0,
      });
      const decision_id = await approved();
      const [, opened, ...more] = await gates();
      const { approver, decided_at } = await deciding.decisionOf(decision_id);
      const decidedAt = Date.parse(decided_at);
      expect(opened).toMatchObject({
        kind: 'gate-decided',
        decision_id,
        person_id: approver.id,
        person_name: 'Ada Lovelace',
        since: asked!.since,
        decided_at: decidedAt,
        waited: decidedAt - asked!.since!,
      });
      expect(more).toEqual([]);
    });

    it('that was opened elsewhere has the name that its file tells, and no person', async () => {
      await gates();
      const at = new Date().toISOString();
      await report(statusFile({ status: `passed, by: Waleed, at: "${at}"` }));
      expect((await gates())[1]).toMatchObject({
        kind: 'gate-opened',
        person_id: null,
        person_name: 'Waleed',
        decision_id: null,
      });
    });

    it('that is sent back ends its wait, and waits again when a new version comes', async () => {
      const body = { ...APPROVE, comment: 'Say how.' };
      const answer = await deciding.hq.call('POST', '/api/reject', { body, cookie: deciding.ada });
      const { decision_id } = (await answer.json()) as DecisionAnswer;
      await deciding.machine.next((frame) => frame.type === 'rejection');
      deciding.machine.respond(decision_id, { payload: { ...OUTCOME, outcome: 'applied' } });
      await deciding.decided(decision_id, 'applied');
      expect(kindsOf(await gates())).toEqual(['gate-requested', 'gate-sent-back']);
      await report(statusFile().replace('## Log', '# How\n\nSo.\n\n## Log'));
      expect(kindsOf(await gates())).toEqual(['gate-requested', 'gate-sent-back', 'gate-requested']);
    });

    it('that comes back within a minute never was away', async () => {
      await gates();
      await deciding.machine.request('status_update', { ...statusUpdate(''), deleted: true });
      await report(statusFile({ log: 'Checked out again' }));
      expect(kindsOf(await gates(GONE))).toEqual(['gate-requested']);
    });
  });

  describe('a porch project', () => {
    it('brings its past along, and moves between worktrees without a word', async () => {
      await deciding.machine.request('status_update', porchUpdate(PORCH('pending')));
      const past = (await gates()).filter(({ project_id }) => project_id === '0412');
      expect(past).toMatchObject([
        { kind: 'gate-requested', gate: 'spec-approval', learnt_late: 1 },
        { kind: 'gate-opened', gate: 'spec-approval', learnt_late: 1, waited: 1_867_512, decision_id: null },
        { kind: 'gate-requested', gate: 'plan-approval', at: Date.parse('2026-03-02T11:12:13.141Z') },
      ]);
      const { status_file } = porchUpdate('');
      const gone = { project_path: '/code/shop', status_file, content: '', deleted: true };
      await deciding.machine.request('status_update', porchUpdate(PORCH('pending'), '.builders/spir-412'));
      await deciding.machine.request('status_update', gone);
      expect((await gates(GONE)).filter(({ project_id }) => project_id === '0412')).toEqual(past);
      expect(await timeline(deciding.hq, deciding.ada, { project_id: '0412' })).toMatchObject({
        title: 'retry-queue',
        protocol: 'spir',
        worktree: '.builders/spir-412',
        from: '2026-03-02T08:41:00.000Z',
        phases: [{ phase: 'plan', from: '2026-03-02T11:12:13.200Z' }],
        gates: [
          { gate: 'spec-approval', ended: 'elsewhere', waited_ms: 1_867_512, learnt_late: true },
          { gate: 'plan-approval', requested_at: '2026-03-02T11:12:13.141Z' },
        ],
      });
    });
  });

  describe('nothing is added', () => {
    it('by reconnects, by restarts, and by what is told again', async () => {
      await deciding.machine.request('builder_update', builder('implementing'));
      const before = await recorded(deciding.hq);
      expect(kindsOf(before)).toEqual(
        expect.arrayContaining(['gate-requested', 'phase-changed', 'builder-changed', 'machine-online']),
      );
      for (let i = 0; i < 3; i++) {
        const machine = await FakeMachine.registered(deciding.hq.url, FIXED_KEY);
        await machine.request('status_update', statusUpdate(statusFile({ log: `again ${i}` })));
        await machine.request('builder_update', builder('implementing'));
        await machine.close();
        await recorded(deciding.hq);
      }
      await deciding.restart();
      const machine = await FakeMachine.registered(deciding.hq.url, FIXED_KEY);
      await machine.request('status_update', statusUpdate(statusFile()));
      await machine.request('builder_update', builder('implementing'));
      expect(await recorded(deciding.hq, GONE)).toEqual(before);
    });

    it('after the last write: a stop ends a comparison that is under way, and what it left is found next time', async () => {
      const failed = jest.spyOn(Logger.prototype, 'error');
      const worktree = '.builders/spir-68';
      const names = Array.from({ length: 150 }, (_, n) => `builder-${n}`);
      for (const builder_id of names)
        await deciding.machine.request('builder_update', { ...builder('blocked'), worktree, builder_id });
      void deciding.hq.app.get(HistoryRecorder).look(performance.now() + SETTLED);
      await deciding.restart();
      expect(failed).not.toHaveBeenCalled();
      failed.mockRestore();
      const builders = (await recorded(deciding.hq)).filter(({ builder_id }) => builder_id !== null);
      expect(new Set(builders.map(({ builder_id }) => builder_id))).toEqual(new Set(names));
      expect(builders).toHaveLength(names.length);
    });

    it('twice: what a kill lost is found by comparing', async () => {
      await recorded(deciding.hq);
      // Killed before the next comparison: HQ knows the file, its history does not.
      await report(statusFile({ status: 'passed' }));
      await deciding.restart();
      expect(kindsOf(await gates())).toEqual(['gate-requested', 'gate-opened']);
    });
  });

  describe('a machine', () => {
    it('is offline when it does not come back within a minute, since it was heard last', async () => {
      const machines = async (within?: number) =>
        (await recorded(deciding.hq, within)).filter(({ kind }) => kind.startsWith('machine'));
      await machines();
      await deciding.machine.close();
      expect(kindsOf(await machines())).toEqual(['machine-online']);
      const closed = Date.now();
      const [, offline] = await machines(GONE);
      expect(offline).toMatchObject({ kind: 'machine-offline' });
      expect(offline!.at).toBeLessThanOrEqual(closed);
      await FakeMachine.registered(deciding.hq.url, FIXED_KEY);
      expect(kindsOf(await machines())).toEqual(['machine-online', 'machine-offline', 'machine-online']);
    });
  });

  describe('a builder', () => {
    it('is recorded by what it does, until it is gone', async () => {
      const builders = async (within?: number) =>
        (await recorded(deciding.hq, within)).filter(({ builder_id }) => builder_id !== null);
      const worktree = '.builders/spir-68';
      await deciding.machine.request('status_update', statusUpdate(statusFile(), { worktree }));
      for (const status of ['spawning', 'implementing']) {
        await deciding.machine.request('builder_update', { ...builder(status), worktree });
        await builders();
      }
      await deciding.machine.request('builder_update', { ...builder('blocked'), worktree, removed: true });
      expect(await builders(GONE)).toMatchObject([
        { kind: 'builder-changed', came_from: null, went_to: 'spawning', project_id: '0068' },
        { kind: 'builder-changed', came_from: 'spawning', went_to: 'implementing' },
        { kind: 'builder-removed', came_from: 'implementing', project_id: '0068' },
      ]);
      expect((await timeline(deciding.hq, deciding.ada)).builders).toMatchObject([
        { status: 'spawning', to: expect.any(String) },
        { status: 'implementing', to: expect.any(String) },
      ]);
    });
  });
});

const builder = (status: string) => ({ project_path: '/code/shop', builder_id: 'builder-spir-68', status });
