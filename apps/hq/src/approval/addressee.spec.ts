import type { DecisionAnswer, PeopleList } from '@codev-hq/protocol';
import { DecidingHq, OUTCOME } from '../../testing/deciding-hq.js';
import { onEachEngine } from '../../testing/engines.js';
import { FakeMachine, statusFile, statusUpdate } from '../../testing/fake-machine.js';
import { SettlementService } from './settlement.service.js';

const FEATURES = ['decision_response'];
const INSTANCE = '/api/instances/machine-1';

let bench: DecidingHq;
let otherKey: string;

onEachEngine((fresh) => {
  beforeEach(async () => {
    bench = await DecidingHq.start(await fresh());
    otherKey = await bench.hq.key('connector');
  });
  afterEach(() => bench.hq.stop());

  const approve = async () => ((await (await bench.approve()).json()) as DecisionAnswer).decision_id;
  const admin = (method: string, path: string) => bench.hq.call(method, path, { cookie: bench.ada });
  const away = async () => {
    await bench.machine.close();
    while ((await bench.gates())[0]?.online !== false) await new Promise((r) => setImmediate(r));
  };
  /** Another machine takes the id with the same gate, and says that it applied everything. */
  const usurp = async (decisionId: string) => {
    const other = await FakeMachine.registered(bench.hq.url, otherKey, { features: FEATURES });
    other.respond(decisionId, { payload: OUTCOME });
    await other.request('status_update', statusUpdate(statusFile()));
    return other;
  };
  const decisionsIn = ({ frames }: FakeMachine) => frames.filter(({ type }) => type === 'approval');

  describe('what was decided for a machine', () => {
    it('and sent to it ends as unknown when it is forgotten, and whoever takes its id neither gets nor answers it', async () => {
      const id = await approve();
      await bench.machine.next(({ type }) => type === 'approval');
      await away();
      expect((await admin('DELETE', INSTANCE)).status).toBe(204);
      const other = await usurp(id);
      const ended = await bench.decided(id, 'expired');
      expect(ended.steps.at(-1)?.cause).toBe('the machine was forgotten; whether it was applied is unknown');
      expect(ended).not.toHaveProperty('outcome');
      expect(decisionsIn(other)).toEqual([]);
      expect((await bench.approve()).status).toBe(200);
    });

    it('and not sent yet is superseded when it is forgotten or released', async () => {
      await away();
      const first = await approve();
      await admin('POST', `${INSTANCE}/release`);
      const released = await bench.decided(first, 'superseded');
      expect(released.steps.at(-1)?.cause).toBe('the machine was released before this was delivered');
      const second = await approve();
      await admin('DELETE', INSTANCE);
      const forgotten = await bench.decided(second, 'superseded');
      expect(forgotten.steps.at(-1)?.cause).toBe('the machine was forgotten before this was delivered');
      expect(decisionsIn(await usurp(second))).toEqual([]);
    });

    it('and sent ends as unknown when it is released, though it is still there', async () => {
      const id = await approve();
      const frame = await bench.machine.next(({ type }) => type === 'approval');
      await bench.decided(id, 'sent');
      await admin('POST', `${INSTANCE}/release`);
      const ended = await bench.decided(id, 'expired');
      bench.machine.respond(frame.id, { payload: OUTCOME });
      const other = await usurp(id);
      expect(decisionsIn(other)).toEqual([]);
      expect(await bench.decisionOf(id)).toEqual(ended);
    });

    it('stays with it over a restart', async () => {
      const id = await approve();
      await bench.decided(id, 'sent');
      await bench.restart();
      const back = await FakeMachine.registered(bench.hq.url, 'dev-key-spike', { features: FEATURES });
      back.respond((await back.next(({ type }) => type === 'approval')).id, { payload: OUTCOME });
      await bench.decided(id, 'applied');
    });
  });

  it('what a removed person decided and no machine has is not sent; what one has is left to it', async () => {
    const grace = await bench.hq.signIn('Grace', 'grace@example.org');
    const { people } = (await (await admin('GET', '/api/people')).json()) as PeopleList;
    const graceId = people.find(({ name }) => name === 'Grace')!.person_id;
    await away();
    const answer = (await (await bench.approve({}, grace)).json()) as DecisionAnswer;
    await admin('DELETE', `/api/people/${graceId}`);
    const withdrawn = await bench.decided(answer.decision_id, 'superseded');
    expect(withdrawn.steps.at(-1)?.cause).toBe('Grace was removed before this was delivered');
    const adas = await approve();
    const back = await FakeMachine.registered(bench.hq.url, 'dev-key-spike', { features: FEATURES });
    expect((await back.next(({ type }) => type === 'approval')).id).toBe(adas);
    await bench.hq.app.get(SettlementService).expire(Date.now());
    expect((await bench.decided(adas, 'sent')).state).toBe('sent');
  });
});
