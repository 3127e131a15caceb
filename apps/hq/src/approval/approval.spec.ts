import type { DecisionAnswer, Decision, ProblemDetails } from '@codev-hq/protocol';
import { compactVerify, importJWK, type JWK } from 'jose';
import { DecidingHq, OUTCOME } from '../../testing/deciding-hq.js';
import { onEachEngine } from '../../testing/engines.js';
import { APPROVE, FakeMachine, statusFile, statusUpdate } from '../../testing/fake-machine.js';
import type { RunningHq } from '../../testing/running-hq.js';

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
  const detail = (gateId: string) => bench.detail(gateId);
  const decided = (id: string, state: string) => bench.decided(id, state);

  describe('approving a gate', () => {
    it('is durable before the answer, sent with its proof, and applied when the machine says so', async () => {
      const answer = (await (
        await approve({ comment: 'Looks good', approved_by: 'somebody else' })
      ).json()) as DecisionAnswer;
      expect(answer).toMatchObject({ success: true, state: 'decided', message: 'Approval sent' });
      const frame = await machine.next(({ type }) => type === 'approval');
      expect(frame.payload).toMatchObject({
        project_path: '/code/shop',
        project_id: '0068',
        gate: 'specify_to_plan.human_approval',
        approved_by: 'Ada Lovelace',
        comment: 'Looks good',
        decision_id: answer.decision_id,
        approver: { name: 'Ada Lovelace', email: 'ada@example.org' },
      });
      machine.respond(frame.id, { payload: OUTCOME });
      const decision = await decided(answer.decision_id, 'applied');
      expect(decision.steps.map(({ state }) => state)).toEqual(['decided', 'sent', 'applied']);
      expect(decision.outcome).toMatchObject({ commit: 'abc1234' });
      expect(await gates()).toEqual([]);
    });

    it('the proof verifies with the key from welcome and names person, gate and what was read', async () => {
      await approve();
      const frame = await machine.next(({ type }) => type === 'approval');
      const welcome = machine.frames[0]!;
      const [jwk] = welcome.payload?.['public_keys'] as [JWK];
      const { payload } = await compactVerify(
        frame.payload?.['proof'] as string,
        await importJWK(jwk, 'EdDSA'),
      );
      expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({
        jti: frame.id,
        kind: 'approve',
        instance_id: 'machine-1',
        gate: 'specify_to_plan.human_approval',
        approver: { name: 'Ada Lovelace' },
        expected: frame.payload?.['expected'],
      });
      expect(jwk).not.toHaveProperty('d');
    });

    it('S7: the recorded approver is the credential’s owner; approved_by is kept as a label', async () => {
      const { decision_id } = (await (await approve({ approved_by: 'the-cto' })).json()) as DecisionAnswer;
      expect(await decisionOf(decision_id)).toMatchObject({
        approver: { name: 'Ada Lovelace' },
        label: 'the-cto',
      });
    });

    it('S5: a machine that says nothing leaves the decision sent, never applied', async () => {
      const answer = (await (await approve({ wait: 100 })).json()) as DecisionAnswer;
      expect(['decided', 'sent']).toContain(answer.state);
      expect((await decided(answer.decision_id, 'sent')).outcome).toBeUndefined();
    });

    it('S5: a machine that refuses makes it refused, with its words', async () => {
      const waiting = approve({ wait: 10_000 });
      const frame = await machine.next(({ type }) => type === 'approval');
      machine.respond(frame.id, {
        success: false,
        code: 'GIT_FAILED',
        error: 'pre-commit hook failed: lint',
      });
      const answer = (await (await waiting).json()) as DecisionAnswer;
      expect(answer.decision).toMatchObject({
        state: 'refused',
        refusal: { code: 'GIT_FAILED', error: 'pre-commit hook failed: lint' },
      });
      expect((await gates())[0]).not.toHaveProperty('decision');
    });

    it('S5: an unknown gate, project, machine or deleted file is refused with what to do', async () => {
      const refused = async (body: Record<string, unknown>) =>
        ((await (await approve(body)).json()) as ProblemDetails).code;
      expect(await refused({ gate: 'nothing_here' })).toBe('GATE_NOT_FOUND');
      expect(await refused({ project_id: '9999' })).toBe('GATE_NOT_FOUND');
      expect(await refused({ project_path: '/elsewhere' })).toBe('PROJECT_NOT_FOUND');
      expect(await refused({ instance_id: 'nobody' })).toBe('INSTANCE_NOT_FOUND');
      await machine.request('status_update', statusUpdate('', { deleted: true }));
      expect(await refused({})).toBe('GATE_NOT_FOUND');
    });

    it('C6, C7: gate and project id are compared, never used as patterns', async () => {
      for (const body of [{ gate: '\\w+' }, { gate: '.*' }, { project_id: '../0068' }, { project_id: '*' }]) {
        expect((await approve(body)).status).toBe(404);
      }
    });

    it('C5: a bare name that two pending gates share is ambiguous, with the candidates', async () => {
      const content = statusFile().replace(
        '---\n## Log',
        '  plan_to_implement:\n    human_approval: { status: pending }\n---\n## Log',
      );
      await machine.request('status_update', statusUpdate(content));
      const problem = (await (await approve()).json()) as ProblemDetails;
      expect(problem).toMatchObject({
        code: 'GATE_AMBIGUOUS',
        candidates: ['specify_to_plan.human_approval', 'plan_to_implement.human_approval'],
      });
      expect((await approve({ gate: 'plan_to_implement.human_approval' })).status).toBe(200);
    });

    it('is refused as stale when the gate’s own entry has changed since it was read', async () => {
      const [seen] = await gates();
      await machine.request('status_update', statusUpdate(statusFile({ status: 'pending, round: 2' })));
      const response = await approve({ expected: { gate_digest: seen!.digest } });
      expect(response.status).toBe(409);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      expect(await response.json()).toMatchObject({ code: 'STALE' });
    });

    it('is not voided by a log line elsewhere in the file', async () => {
      const [seen] = await gates();
      await machine.request('status_update', statusUpdate(statusFile({ log: 'the agent went on' })));
      expect(
        (await approve({ expected: { gate_digest: seen!.digest, file_digest: seen!.file_digest } })).status,
      ).toBe(200);
    });

    it('is refused as stale when the text that was read is another one now', async () => {
      const [seen] = await gates();
      const { reading_digest } = (await detail(seen!.gate_id)).status_file.project;
      await machine.request(
        'status_update',
        statusUpdate(statusFile().replace('## Log', 'Delete production.\n\n## Log')),
      );
      const response = await approve({ expected: { gate_digest: seen!.digest, reading_digest } });
      expect(await response.json()).toMatchObject({ code: 'STALE' });
    });

    it('signs a file digest only when it is what is there', async () => {
      const forged = { file_digest: '0'.repeat(64) };
      const answer = (await (await approve({ expected: forged })).json()) as DecisionAnswer;
      expect(answer.decision.expected).not.toHaveProperty('file_digest');
      expect(answer.decision.expected).toHaveProperty('reading_digest');
    });

    it('requesting changes from a connector that cannot says so and keeps nothing', async () => {
      const response = await hq.call('POST', '/api/reject', {
        body: { ...APPROVE, comment: 'No' },
        cookie: ada,
      });
      expect(await response.json()).toMatchObject({ code: 'UNSUPPORTED' });
      expect(await (await hq.call('GET', '/api/decisions', { cookie: ada })).json()).toEqual({
        decisions: [],
      });
    });
  });

  describe('first decision wins', () => {
    it('the same person again gets the same decision, sent once', async () => {
      const [first, second] = (await Promise.all([
        approve().then((r) => r.json()),
        approve().then((r) => r.json()),
      ])) as [DecisionAnswer, DecisionAnswer];
      expect(second.decision_id).toBe(first.decision_id);
      machine.respond(first.decision_id, { payload: OUTCOME });
      await decided(first.decision_id, 'applied');
      expect(machine.frames.filter(({ type }) => type === 'approval')).toHaveLength(1);
    });

    it('the same person with other words gets 409: the words would be lost', async () => {
      const first = (await (await approve({ comment: 'Ship it' })).json()) as DecisionAnswer;
      const other = await approve({ comment: 'Ship it on Monday' });
      expect(other.status).toBe(409);
      expect(await other.json()).toMatchObject({
        code: 'ALREADY_DECIDED',
        detail: expect.stringMatching(/^Ada Lovelace approved this gate at \S+ with other words\./),
        decision: { decision_id: first.decision_id, comment: 'Ship it' },
      });
      for (const again of [{ comment: 'Ship it' }, {}])
        expect(((await (await approve(again)).json()) as DecisionAnswer).decision_id).toBe(first.decision_id);
    });

    it('somebody else gets 409 with who and when, also after the gate has passed', async () => {
      const grace = await hq.signIn('Grace Hopper', 'grace@example.org');
      const { decision_id } = (await (await approve()).json()) as DecisionAnswer;
      for (let round = 0; round < 2; round += 1) {
        const response = await approve({}, grace);
        expect(response.status).toBe(409);
        expect(await response.json()).toMatchObject({
          code: 'ALREADY_DECIDED',
          detail: expect.stringContaining('Ada Lovelace approved'),
          decision: { decision_id },
        });
        machine.respond(decision_id, { payload: OUTCOME });
        await decided(decision_id, 'applied');
        await machine.request(
          'status_update',
          statusUpdate(statusFile({ status: 'passed, by: Ada Lovelace' })),
        );
      }
      expect(((await (await approve()).json()) as DecisionAnswer).decision_id).toBe(decision_id);
    });

    it('a gate that is asked for again can be decided again', async () => {
      const first = (await (await approve()).json()) as DecisionAnswer;
      await machine.next(({ type }) => type === 'approval');
      machine.respond(first.decision_id, { payload: OUTCOME });
      await decided(first.decision_id, 'applied');
      await machine.request('status_update', statusUpdate(statusFile({ status: 'passed' })));
      await machine.request('status_update', statusUpdate(statusFile({ status: 'pending' })));
      const second = (await (await approve()).json()) as DecisionAnswer;
      expect(second.decision_id).not.toBe(first.decision_id);
    });
  });

  describe('listing', () => {
    it('pages decisions newest first and filters them', async () => {
      const ids: string[] = [];
      for (const id of ['0001', '0002', '0003']) {
        await machine.request(
          'status_update',
          statusUpdate(statusFile({ id }), { status_file: `codev/status/${id}-x.md` }),
        );
        ids.unshift(((await (await approve({ project_id: id })).json()) as DecisionAnswer).decision_id);
      }
      const page = async (query: string) =>
        (await (await hq.call('GET', `/api/decisions?${query}`, { cookie: ada })).json()) as {
          decisions: Decision[];
          next?: string;
        };
      const first = await page('limit=2');
      expect(first.decisions.map((d) => d.decision_id)).toEqual(ids.slice(0, 2));
      const second = await page(`limit=2&cursor=${first.next ?? ''}`);
      expect(second.decisions.map((d) => d.decision_id)).toEqual(ids.slice(2));
      expect(second.next).toBeUndefined();
      expect((await page('person=nobody')).decisions).toEqual([]);
      expect((await hq.call('GET', '/api/decisions?cursor=x', { cookie: ada })).status).toBe(400);
      expect((await hq.call('GET', '/api/decisions/none', { cookie: ada })).status).toBe(404);
    });

    it('shows with a gate who opened the file’s other gates here, however long ago', async () => {
      const { decision_id } = (await (await approve()).json()) as DecisionAnswer;
      const frame = await machine.next(({ type }) => type === 'approval');
      machine.respond(frame.id, { payload: OUTCOME });
      const { decided_at } = await decided(decision_id, 'applied');
      const others = async (entry: string) => {
        const next = '\n  plan_to_implement:\n    human_approval: { status: pending }\n---';
        const content = statusFile({ status: entry }).replace(/\n---\n##/, `${next}\n##`);
        await machine.request('status_update', statusUpdate(content));
        const [gate] = await gates();
        expect(gate).toMatchObject({ gate: 'plan_to_implement.human_approval' });
        return detail(gate!.gate_id);
      };
      const itsEntry = `passed, by: Ada Lovelace, at: "${decided_at}"`;
      expect(await others(itsEntry)).toMatchObject({
        decisions: [],
        others: [{ decision_id, gate: 'specify_to_plan.human_approval', approver: { name: 'Ada Lovelace' } }],
      });
      // Whoever can write the file can open the gate; that is nobody's decision.
      expect(await others('passed')).toMatchObject({ others: [] });
      expect(await others(`passed, by: Ada Lovelace`)).toMatchObject({ others: [] });
    });

    it('names nobody when an old entry is copied back after a newer decision', async () => {
      const first = (await (await approve()).json()) as DecisionAnswer;
      const approval = await machine.next(({ type }) => type === 'approval');
      machine.respond(approval.id, { payload: OUTCOME });
      const { decided_at } = await decided(first.decision_id, 'applied');
      const entry = `passed, by: Ada Lovelace, at: "${decided_at}"`;
      await machine.request('status_update', statusUpdate(statusFile({ status: entry })));
      await machine.request('status_update', statusUpdate(statusFile({ log: 'Another version' })));
      expect((await approve()).status).toBe(200);
      const next = '\n  plan_to_implement:\n    human_approval: { status: pending }\n---';
      const opened = statusFile({ status: entry }).replace(/\n---\n##/, `${next}\n##`);
      await machine.request('status_update', statusUpdate(opened));
      const [gate] = await gates();
      expect(await detail(gate!.gate_id)).toMatchObject({ others: [] });
    });

    it('shows one gate with its file and earlier decisions, and says when it is gone', async () => {
      const [gate] = await gates();
      const detail = await (await hq.call('GET', `/api/gates/${gate!.gate_id}`, { cookie: ada })).json();
      expect(detail).toMatchObject({
        gate: 'specify_to_plan.human_approval',
        waiting: { digest: gate!.digest },
        status_file: { content: statusFile(), project: { phase: 'specify' } },
        instance: { online: true },
        decisions: [],
        others: [],
      });
      await machine.request('status_update', statusUpdate('', { deleted: true }));
      expect((await hq.call('GET', `/api/gates/${gate!.gate_id}`, { cookie: ada })).status).toBe(404);
    });
  });
});
