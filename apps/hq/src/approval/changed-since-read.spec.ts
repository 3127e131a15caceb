import type { DecisionAnswer, ProblemDetails } from '@codev-hq/protocol';
import { parseStatusFile } from '@codev-hq/status-file';
import { DecidingHq } from '../../testing/deciding-hq.js';
import { onEachEngine } from '../../testing/engines.js';
import { statusFile, statusUpdate } from '../../testing/fake-machine.js';

const GATE = 'specify_to_plan.human_approval';

onEachEngine((fresh) => {
  describe('a decision for what is not there any more', () => {
    let bench: DecidingHq;
    beforeEach(async () => {
      bench = await DecidingHq.start(await fresh());
    });
    afterEach(() => bench.hq.stop());

    /** Opens the gate as the dashboard does, and answers what a decision is bound to. */
    async function read(): Promise<Record<string, unknown>> {
      const [gate] = await bench.gates();
      const { status_file } = await bench.detail(gate!.gate_id);
      return { gate_digest: gate!.digest, reading_digest: status_file.project.reading_digest };
    }

    const save = (content: string) => bench.machine.request('status_update', statusUpdate(content));

    async function refusal(expected: Record<string, unknown>): Promise<ProblemDetails> {
      return (await (await bench.approve({ gate: GATE, expected })).json()) as ProblemDetails;
    }

    it('is refused, and shows what has changed in the text', async () => {
      const expected = await read();
      await save(statusFile().replace('## Log', 'Delete production.\n\n## Log'));
      expect(await refusal(expected)).toMatchObject({
        code: 'STALE',
        changed: [
          {
            what: 'text',
            path: 'codev/status/0068-feature.md',
            digest_before: expected['reading_digest'],
            before: '## Log\n- Started\n',
            after: 'Delete production.\n\n## Log\n- Started\n',
          },
        ],
      });
    });

    it('shows what has changed in the gate, and in both', async () => {
      const expected = await read();
      await save(statusFile({ status: 'pending, round: 2' }).replace('## Log', 'More.\n\n## Log'));
      const { changed } = await refusal(expected);
      expect(changed?.map(({ what }) => what)).toEqual(['gate', 'text']);
      expect(changed?.[0]?.before).toContain('{ status: pending }');
      expect(changed?.[0]?.after).toContain('{ status: pending, round: 2 }');
    });

    it('compares with the version that was read, though others were opened since', async () => {
      const expected = await read();
      for (const text of ['One.', 'Two.']) {
        await save(statusFile().replace('## Log', `${text}\n\n## Log`));
        await read();
      }
      expect((await refusal(expected)).changed).toMatchObject([
        { before: '## Log\n- Started\n', after: 'Two.\n\n## Log\n- Started\n' },
      ]);
    });

    it('by its machine is refused there, and shows the same', async () => {
      const expected = await read();
      const { decision_id } = (await (
        await bench.approve({ gate: GATE, expected })
      ).json()) as DecisionAnswer;
      const frame = await bench.machine.next(({ type }) => type === 'approval');
      const content = statusFile({ status: 'pending, round: 2' });
      await save(content);
      const { gates } = parseStatusFile(content, 'codev/status/0068-feature.md');
      const changed = [
        {
          what: 'gate',
          path: 'codev/status/0068-feature.md',
          digest_before: expected['gate_digest'],
          digest_after: gates.find(({ name }) => name === GATE)?.digest,
        },
        { what: 'artifact', path: 'spec.md', digest_before: '0'.repeat(64), digest_after: '1'.repeat(64) },
      ];
      const error = 'The gate changed after it was reviewed.';
      bench.machine.respond(frame.id, { success: false, code: 'STALE', error, payload: { changed } });
      const { refusal: said } = await bench.decided(decision_id, 'refused');
      expect(said).toMatchObject({ code: 'STALE', changed });
      expect(said?.changed?.[0]?.before).toContain('{ status: pending }');
      expect(said?.changed?.[0]?.after).toContain('{ status: pending, round: 2 }');
      expect(said?.changed?.[1]).not.toHaveProperty('after');
    });

    it('is refused all the same when the machine says what changed in a way nobody reads', async () => {
      const { decision_id } = (await (await bench.approve({ gate: GATE })).json()) as DecisionAnswer;
      const frame = await bench.machine.next(({ type }) => type === 'approval');
      const payload = { changed: [{ what: 'weather', path: 1 }] };
      bench.machine.respond(frame.id, { success: false, code: 'STALE', error: 'It changed.', payload });
      const { refusal: said } = await bench.decided(decision_id, 'refused');
      expect(said).toEqual({ code: 'STALE', error: 'It changed.' });
    });

    it('shows what is there now when nobody knows what was read', async () => {
      const { changed } = await refusal({ reading_digest: '0'.repeat(64) });
      expect(changed).toMatchObject([{ what: 'text', after: '## Log\n- Started\n' }]);
      expect(changed?.[0]).not.toHaveProperty('before');
    });

    it('keeps five versions of a file: the oldest is not shown any more', async () => {
      const expected = await read();
      for (const n of [1, 2, 3, 4, 5]) {
        await save(statusFile().replace('## Log', `Round ${n}.\n\n## Log`));
        await read();
      }
      const { changed } = await refusal(expected);
      expect(changed?.[0]).toMatchObject({ digest_before: expected['reading_digest'] });
      expect(changed?.[0]).not.toHaveProperty('before');
    });
  });
});
