import type { DecisionAnswer, Insights } from '@codev-hq/protocol';
import { DecidingHq, OUTCOME } from '../../testing/deciding-hq.js';
import { onEachEngine } from '../../testing/engines.js';
import { APPROVE, FakeMachine, registration, statusFile, statusUpdate } from '../../testing/fake-machine.js';
import { activity, GONE, kindsOf, ofGates, recorded, timeline } from '../../testing/recorded-history.js';
import { FIXED_KEY } from '../../testing/running-hq.js';

const FEATURES = ['decision_response', 'rejection', 'manifest'];
const NEW_VERSION = statusFile().replace('## Log', '# How\n\nSo.\n\n## Log');

let deciding: DecidingHq;
let machine: FakeMachine;

onEachEngine((fresh) => {
  beforeEach(async () => {
    deciding = await DecidingHq.start(await fresh(), FEATURES);
    machine = deciding.machine;
  });
  afterEach(() => deciding.hq.stop());

  const gates = async (within?: number) => ofGates(await recorded(deciding.hq, within));
  const report = (content: string) => machine.request('status_update', statusUpdate(content));

  async function sentBack(): Promise<void> {
    const body = { ...APPROVE, comment: 'Say how.' };
    const answer = await deciding.hq.call('POST', '/api/reject', { body, cookie: deciding.ada });
    await applied(answer, 'rejection');
  }

  async function approved(): Promise<void> {
    await applied(await deciding.approve(), 'approval');
  }

  async function applied(answer: Response, type: string): Promise<void> {
    const { decision_id } = (await answer.json()) as DecisionAnswer;
    await machine.next((frame) => frame.type === type);
    machine.respond(decision_id, { payload: { ...OUTCOME, outcome: 'applied' } });
    await deciding.decided(decision_id, 'applied');
  }

  /** Another start of the same machine, as with `npm start -- ~/shop`; without a path it serves nothing. */
  async function startedAgain(...paths: string[]): Promise<void> {
    await machine.close();
    await deciding.restart();
    const projects = paths.map((path) => ({ path, name: 'shop' }));
    machine = await FakeMachine.registered(deciding.hq.url, FIXED_KEY, { projects, features: FEATURES });
  }

  async function insights(): Promise<Insights> {
    const answer = await deciding.hq.call('GET', '/api/insights', { cookie: deciding.ada });
    return (await answer.json()) as Insights;
  }

  it('a gate that waits goes on with the time since when, and its wait is one', async () => {
    const [asked] = await gates();
    await machine.request('register', registration({ projects: [] }));
    expect(kindsOf(await gates(GONE))).toEqual(['gate-requested', 'gate-unserved']);
    expect((await timeline(deciding.hq, deciding.ada)).gates).toMatchObject([{ ended: 'unserved' }]);
    await startedAgain('/code/shop');
    await report(statusFile());
    const [waiting] = await deciding.gates();
    expect(Date.parse(waiting!.since)).toBe(asked!.since);
    expect(kindsOf(await gates())).toEqual(['gate-requested', 'gate-unserved', 'gate-served']);
    const { gates: waits } = await timeline(deciding.hq, deciding.ada);
    expect(waits).toHaveLength(1);
    expect(waits[0]).not.toHaveProperty('ended');
    const { entries } = await activity(deciding.hq, deciding.ada, 'kind=gate-unserved,gate-served');
    expect(entries.map(({ kind, from }) => [kind, from])).toEqual([
      ['gate-served', undefined],
      ['gate-unserved', undefined],
    ]);
  });

  it('also when HQ stops before it wrote down that the project went', async () => {
    const [asked] = await gates();
    await startedAgain();
    await startedAgain('/code/shop');
    await report(statusFile());
    const [waiting] = await deciding.gates();
    expect(Date.parse(waiting!.since)).toBe(asked!.since);
    expect(kindsOf(await gates(GONE))).toEqual(['gate-requested']);
    await startedAgain();
    await startedAgain();
    expect(kindsOf(await gates(GONE))).toEqual(['gate-requested', 'gate-unserved']);
  });

  it('a gate that was sent back is sent back once, whichever project is served between', async () => {
    await gates();
    await sentBack();
    for (let round = 0; round < 2; round++) {
      await gates();
      await startedAgain();
      await gates(GONE);
      await startedAgain('/code/shop');
      await report(statusFile());
    }
    const came = ['gate-unserved', 'gate-served'];
    expect(kindsOf(await gates())).toEqual(['gate-requested', 'gate-sent-back', ...came, ...came]);
    const [waiting] = await deciding.gates();
    expect(waiting).toMatchObject({ changes_requested: { comment: 'Say how.' } });
    await report(NEW_VERSION);
    await gates();
    const { gates: waits } = await timeline(deciding.hq, deciding.ada);
    expect(waits.map(({ ended }) => ended)).toEqual(['changes-requested', undefined]);
    expect(Date.parse(waits[1]!.requested_at!)).toBeGreaterThanOrEqual(Date.parse(waits[0]!.decided_at!));
    expect((await insights()).time_in_gate.all.count).toBe(1);
  });

  it.each([true, false])(
    'a gate that was decided just before is decided, and not gone (project served: %s)',
    async (isServed) => {
      await gates();
      await approved();
      if (isServed) await machine.request('status_update', { ...statusUpdate(''), deleted: true });
      else await machine.request('register', registration({ projects: [], features: FEATURES }));
      expect(kindsOf(await gates(GONE))).toEqual(['gate-requested', 'gate-decided']);
      await startedAgain('/code/shop');
      await report(statusFile({ status: 'passed' }));
      expect(kindsOf(await gates(GONE))).toEqual(['gate-requested', 'gate-decided']);
      expect((await insights()).time_in_gate.all.count).toBe(1);
    },
  );

  it('a gate that goes with its file, and comes back, does not wait twice at a time', async () => {
    await gates();
    await machine.request('status_update', { ...statusUpdate(''), deleted: true });
    expect(kindsOf(await gates(GONE))).toEqual(['gate-requested', 'gate-vanished']);
    await report(statusFile());
    expect(kindsOf(await gates())).toEqual(['gate-requested', 'gate-vanished', 'gate-requested']);
    const { gates: waits } = await timeline(deciding.hq, deciding.ada);
    expect(waits.map(({ ended }) => ended)).toEqual(['vanished', undefined]);
    expect(waits[1]!.requested_at! >= waits[0]!.ended_at!).toBe(true);
  });
});
