import type { DecisionAnswer } from '@codev-hq/protocol';
import { decodeJwt } from 'jose';
import { DecidingHq, OUTCOME } from '../../testing/deciding-hq.js';
import { onEachEngine } from '../../testing/engines.js';
import { FakeMachine, registration, statusFile, statusUpdate } from '../../testing/fake-machine.js';
import { FIXED_KEY, type RunningHq } from '../../testing/running-hq.js';
import { SettlementService } from './settlement.service.js';

let hq: RunningHq;
let ada: string;
let machine: FakeMachine;
let bench: DecidingHq;

onEachEngine((fresh) => {
  beforeEach(async () => {
    bench = await DecidingHq.start(await fresh());
    ({ hq, ada, machine } = bench);
  });

  afterEach(() => hq.stop());

  const approve = (body: Record<string, unknown> = {}, cookie = ada) => bench.approve(body, cookie);
  const decisionOf = (id: string) => bench.decisionOf(id);
  const gates = () => bench.gates();
  const decided = (id: string, state: string) => bench.decided(id, state);

  describe('a machine that is away', () => {
    it('S6: gets the decision when it is back, again until it answers, and it is applied once', async () => {
      await machine.close();
      const answer = (await (await approve()).json()) as DecisionAnswer;
      expect(answer).toMatchObject({ state: 'decided', message: expect.stringContaining('back online') });
      for (let attempt = 0; attempt < 2; attempt += 1) {
        const back = await FakeMachine.registered(hq.url, FIXED_KEY, { features: ['decision_response'] });
        expect((await back.next(({ type }) => type === 'approval')).id).toBe(answer.decision_id);
        await back.close();
      }
      const last = await FakeMachine.registered(hq.url, FIXED_KEY, { features: ['decision_response'] });
      last.respond(answer.decision_id, { payload: { ...OUTCOME, outcome: 'already_applied' } });
      const decision = await decided(answer.decision_id, 'applied');
      expect(decision.steps.map(({ state }) => state)).toEqual(['decided', 'sent', 'applied']);
      last.respond(answer.decision_id, { success: false, code: 'STALE', error: 'late and wrong' });
      await last.request('status_update', statusUpdate(statusFile({ status: 'passed' })));
      expect((await decisionOf(answer.decision_id)).state).toBe('applied');
    });

    it('S8: decisions and state are there after a restart', async () => {
      const answer = (await (await approve()).json()) as DecisionAnswer;
      await machine.next(({ type }) => type === 'approval');
      ({ hq } = await bench.restart());
      expect(await decisionOf(answer.decision_id)).toMatchObject({ state: 'sent' });
      expect((await gates())[0]).toMatchObject({
        online: false,
        decision: { decision_id: answer.decision_id },
      });
      const back = await FakeMachine.registered(hq.url, FIXED_KEY, { features: ['decision_response'] });
      back.respond((await back.next(({ type }) => type === 'approval')).id, { payload: OUTCOME });
      await decided(answer.decision_id, 'applied');
    });

    it('a decision whose gate changed before it was delivered is superseded', async () => {
      await machine.close();
      const answer = (await (await approve()).json()) as DecisionAnswer;
      const { Mirror } = await import('../state/mirror.js');
      const mirror = hq.app.get(Mirror);
      const content = statusFile({ status: 'passed, by: someone at the desk' });
      mirror.statusUpdate(mirror.instance('machine-1')!, statusUpdate(content) as never);
      expect((await decided(answer.decision_id, 'superseded')).steps.at(-1)?.cause).toContain(
        'before this was delivered',
      );
    });

    it('a decision that nobody took in time expires', async () => {
      await machine.close();
      const answer = (await (await approve()).json()) as DecisionAnswer;
      const settlement = hq.app.get(SettlementService);
      await settlement.expire(Date.parse(answer.decision.expires_at) - 1);
      expect((await decisionOf(answer.decision_id)).state).toBe('decided');
      await settlement.expire(Date.parse(answer.decision.expires_at));
      expect((await decisionOf(answer.decision_id)).state).toBe('expired');
      expect((await gates())[0]).not.toHaveProperty('decision');
    });

    it('one that was sent is left to its machine, which may have begun: a late answer counts', async () => {
      const answer = (await (await approve()).json()) as DecisionAnswer;
      const frame = await machine.next(({ type }) => type === 'approval');
      await decided(answer.decision_id, 'sent');
      await hq.app.get(SettlementService).expire(Date.parse(answer.decision.expires_at));
      expect((await decisionOf(answer.decision_id)).state).toBe('sent');
      machine.respond(frame.id, { payload: OUTCOME });
      expect(await decided(answer.decision_id, 'applied')).toMatchObject({ outcome: { commit: 'abc1234' } });
    });

    it('one that its machine had not begun in time expires by its word, and can be decided again', async () => {
      const answer = (await (await approve()).json()) as DecisionAnswer;
      const frame = await machine.next(({ type }) => type === 'approval');
      machine.respond(frame.id, { success: false, code: 'EXPIRED', error: 'This decision was good until …' });
      const decision = await decided(answer.decision_id, 'expired');
      expect(decision.steps.at(-1)?.cause).toContain('was good until');
      expect((await approve()).status).toBe(200);
    });

    it('the proof says until when it is good', async () => {
      const answer = (await (await approve()).json()) as DecisionAnswer;
      const frame = await machine.next(({ type }) => type === 'approval');
      const { exp } = decodeJwt(frame.payload?.['proof'] as string);
      expect(exp).toBe(Math.floor(Date.parse(answer.decision.expires_at) / 1000));
    });

    it('a machine says that it is written and what its commit waits for: stored, then told', async () => {
      const answer = (await (await approve()).json()) as DecisionAnswer;
      const frame = await machine.next(({ type }) => type === 'approval');
      const progress = {
        decision_id: answer.decision_id,
        stage: 'written',
        detail: 'A merge is in progress.',
      };
      expect(await machine.request('decision_progress', progress)).toMatchObject({ success: true });
      // Said again, as after a reconnect, it is no new step.
      expect(await machine.request('decision_progress', progress)).toMatchObject({ success: true });
      const waiting = await decisionOf(answer.decision_id);
      expect(waiting).toMatchObject({
        state: 'sent',
        progress: { stage: 'written', detail: 'A merge is in progress.' },
      });
      expect(waiting.steps.map(({ state, cause }) => [state, cause])).toEqual([
        ['decided', 'Ada Lovelace decided'],
        ['sent', 'sent to the connector'],
        ['sent', 'written, the commit waits: A merge is in progress.'],
      ]);
      machine.respond(frame.id, { payload: OUTCOME });
      expect(await decided(answer.decision_id, 'applied')).not.toHaveProperty('progress');
    });

    it('what checks print is shown while they run, its end only, and is not stored', async () => {
      const answer = (await (await approve()).json()) as DecisionAnswer;
      const frame = await machine.next(({ type }) => type === 'approval');
      const checking = (output: string) =>
        machine.request('decision_progress', { decision_id: answer.decision_id, stage: 'checking', output });
      await checking('x'.repeat(5000));
      await checking('PASS\n');
      const [{ decision: shown } = {}] = await gates();
      expect(shown?.progress).toMatchObject({
        stage: 'checking',
        output: expect.stringMatching(/^x+PASS\n$/),
      });
      expect(shown?.progress?.output).toHaveLength(4096);
      expect((await decisionOf(answer.decision_id)).steps).toHaveLength(2);
      machine.respond(frame.id, { payload: OUTCOME });
      await decided(answer.decision_id, 'applied');
    });

    it('progress of a decision that is not this machine’s, or over, is refused', async () => {
      const answer = (await (await approve()).json()) as DecisionAnswer;
      const frame = await machine.next(({ type }) => type === 'approval');
      const other = await FakeMachine.registered(hq.url, await hq.key('connector'), {
        instance_id: 'machine-2',
      });
      const progress = { decision_id: answer.decision_id, stage: 'written' };
      expect(await other.request('decision_progress', progress)).toMatchObject({ code: 'NOT_FOUND' });
      machine.respond(frame.id, { success: false, code: 'GIT_FAILED', error: 'no' });
      await decided(answer.decision_id, 'refused');
      expect(await machine.request('decision_progress', progress)).toMatchObject({ code: 'NOT_FOUND' });
    });

    it('another machine cannot answer for it', async () => {
      const answer = (await (await approve()).json()) as DecisionAnswer;
      await machine.next(({ type }) => type === 'approval');
      const other = await FakeMachine.registered(hq.url, await hq.key('connector'), {
        instance_id: 'machine-2',
      });
      other.respond(answer.decision_id, { payload: OUTCOME });
      await other.request('ping-is-not-this', {});
      expect((await decided(answer.decision_id, 'sent')).outcome).toBeUndefined();
    });
  });

  describe('a base client, which answers nothing', () => {
    it('settles by the next status_update that shows the gate passed, and the record says so', async () => {
      await machine.request('register', registration());
      const answer = (await (await approve()).json()) as DecisionAnswer;
      const frame = await machine.next(({ type }) => type === 'approval');
      machine.respond(frame.id, { success: true });
      await machine.request('status_update', statusUpdate(statusFile({ status: 'passed' })));
      expect(await decided(answer.decision_id, 'applied')).toMatchObject({
        outcome: { outcome: 'observed' },
        steps: [{}, {}, { cause: 'the status file shows the gate passed' }],
      });
    });
  });
});
