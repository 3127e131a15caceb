import type { DecisionAnswer } from '@codev-hq/protocol';
import { DecidingHq } from '../../testing/deciding-hq.js';
import { onEachEngine } from '../../testing/engines.js';
import { APPROVE, statusFile, statusUpdate } from '../../testing/fake-machine.js';
import { recorded } from '../../testing/recorded-history.js';

const OUTCOME = { outcome: 'applied', status_file: 'codev/status/0068-feature.md', digest: 'e'.repeat(64) };
const plan = (digit: string) => [{ kind: 'plan', path: 'codev/plans/68.md', digest: digit.repeat(64) }];

onEachEngine((fresh) => {
  describe('requesting changes', () => {
    let bench: DecidingHq;

    beforeEach(async () => {
      bench = await DecidingHq.start(await fresh(), ['decision_response', 'proof', 'manifest', 'rejection']);
      await save(statusFile(), plan('a'));
    });
    afterEach(() => bench.hq.stop());

    const save = (content: string, artifacts = plan('a')) =>
      bench.machine.request('status_update', statusUpdate(content, { artifacts }));
    const reject = (body: Record<string, unknown> = {}) =>
      bench.hq.call('POST', '/api/reject', {
        body: { ...APPROVE, comment: 'Too long.', ...body },
        cookie: bench.ada,
      });

    /** As the connector does it: the words are passed on, and a Markdown file says so in the gate. */
    async function requested(): Promise<string> {
      const answer = reject({ wait: 10_000 });
      const frame = await bench.machine.next(({ type }) => type === 'rejection');
      bench.machine.respond(frame.id, {
        payload: { ...OUTCOME, delivery: { state: 'held', reason: 'busy' } },
      });
      const { decision_id, state, message } = (await (await answer).json()) as DecisionAnswer;
      expect([state, message]).toEqual(['applied', 'Request for changes passed on']);
      return decision_id;
    }

    it('goes to the machine with its comment and proof, bound to what was there', async () => {
      const id = await requested();
      const { payload } = await bench.machine.next(({ type }) => type === 'rejection');
      expect(payload).toMatchObject({
        rejected_by: 'Ada Lovelace',
        comment: 'Too long.',
        decision_id: id,
        expected: { artifacts: [{ path: 'codev/plans/68.md', digest: 'a'.repeat(64) }] },
      });
      expect((await bench.decisionOf(id)).outcome).toMatchObject({
        delivery: { state: 'held', reason: 'busy' },
      });
    });

    it('leaves the gate pending, waiting for a new version; also when the file says so and after a restart', async () => {
      const decision_id = await requested();
      const asked = { decision_id, by: 'Ada Lovelace', comment: 'Too long.' };
      expect((await bench.gates())[0]).toMatchObject({ changes_requested: asked });
      expect((await bench.gates())[0]).not.toHaveProperty('decision');
      await save(statusFile({ status: 'pending, changes_requested: { by: Ada Lovelace }' }));
      const [gate] = await bench.gates();
      expect(gate).toMatchObject({ changes_requested: asked });
      expect((await bench.detail(gate!.gate_id)).waiting).toMatchObject({ changes_requested: asked });
      await bench.restart();
      expect((await bench.gates())[0]).toMatchObject({ changes_requested: asked });
    });

    it.each([
      ['artifact', () => save(statusFile(), plan('b'))],
      ['text', () => save(statusFile().replace('## Log', 'Shorter.\n\n## Log'))],
    ])('is over when the %s is another', async (_what, change) => {
      await requested();
      await change();
      expect((await bench.gates())[0]).not.toHaveProperty('changes_requested');
    });

    it.each([
      ['artifact', statusFile(), plan('b')],
      ['text', statusFile().replace('## Log', 'Shorter.\n\n## Log'), plan('a')],
    ])(
      'waits since its new %s, as the history says, whatever is logged after it',
      async (_what, text, papers) => {
        const asked = (await bench.gates())[0]?.since ?? '';
        await requested();
        await recorded(bench.hq);
        await save(text, papers);
        const since = (await bench.gates())[0]?.since ?? '';
        expect(Date.parse(since)).toBeGreaterThan(Date.parse(asked));
        const [asks] = (await recorded(bench.hq)).reverse();
        expect(asks).toMatchObject({
          kind: 'gate-requested',
          at: Date.parse(since),
          since: Date.parse(since),
        });
        await save(text.replace('## Log', '## Log\n- The builder goes on'), papers);
        expect((await bench.gates())[0]?.since).toBe(since);
        await bench.restart();
        expect((await bench.gates())[0]?.since).toBe(since);
      },
    );

    it('of a porch gate that has nothing to read is over when its file is another', async () => {
      const status_file = 'codev/projects/0412-retry/status.yaml';
      const porch = (updated: Date) =>
        `id: '0412'\ntitle: retry\nphase: review\ngates:\n  pr:\n    status: pending\n    requested_at: '2026-03-02T11:12:13.141Z'\nupdated_at: '${updated.toISOString()}'\n`;
      const builder = (content: string) =>
        bench.machine.request('status_update', { ...statusUpdate(content), status_file });
      await builder(porch(new Date(Date.now() - 60_000)));
      const answer = reject({ project_id: '0412', gate: 'pr', expected: { artifacts: [] }, wait: 10_000 });
      const frame = await bench.machine.next(({ type }) => type === 'rejection');
      bench.machine.respond(frame.id, { payload: { ...OUTCOME, status_file } });
      const { decision_id } = (await (await answer).json()) as DecisionAnswer;
      const { state, outcome } = await bench.decisionOf(decision_id);
      expect([state, outcome]).toEqual(['applied', { ...OUTCOME, status_file }]);
      const requested = async () =>
        (await bench.gates()).find(({ gate }) => gate === 'pr')?.changes_requested;
      expect(await requested()).toMatchObject({ comment: 'Too long.' });
      await builder(porch(new Date()));
      expect(await requested()).toBeUndefined();
    });

    it('is not over when only a log line came', async () => {
      await requested();
      await save(statusFile({ log: 'the builder reads' }));
      expect((await bench.gates())[0]).toHaveProperty('changes_requested');
    });

    it('can be followed by an approval, and by another request', async () => {
      const first = await requested();
      const second = (await (await reject({ comment: 'And the title.' })).json()) as DecisionAnswer;
      expect(second.decision_id).not.toBe(first);
      const frame = await bench.machine.next(({ id }) => id === second.decision_id);
      bench.machine.respond(frame.id, { payload: OUTCOME });
      await bench.decided(second.decision_id, 'applied');
      expect((await bench.gates())[0]?.changes_requested?.comment).toBe('And the title.');
      expect((await bench.approve()).status).toBe(200);
    });

    it('needs words', async () => {
      expect((await reject({ comment: '' })).status).toBe(400);
    });
  });

  describe('a script that decides in somebody’s name', () => {
    it('is named: in the record, in the audit log and in the proof', async () => {
      const bench = await DecidingHq.start(await fresh());
      const key = await bench.hq.key('read,approve', 'ada@example.org');
      const response = await bench.hq.call('POST', '/api/approve', { body: APPROVE, key });
      const { decision } = (await response.json()) as DecisionAnswer;
      expect(decision.approver.name).toBe('Ada Lovelace');
      expect(decision.steps[0]?.cause).toBe('Ada Lovelace decided through the key “test”');
      const { payload } = await bench.machine.next(({ type }) => type === 'approval');
      const [, claims = ''] = String(payload?.['proof']).split('.');
      const { via } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { via: string };
      expect(via).toMatch(/^key:[0-9a-f]{12}$/);
      const audit = await (await bench.hq.call('GET', '/api/audit', { cookie: bench.ada })).text();
      expect(audit).toContain(`by ${via}"`);
      await bench.hq.stop();
    });
  });
});
