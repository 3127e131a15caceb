import type { GateDetail } from '@codev-hq/protocol';
import { aDetail, aFile, aSession, aSnapshot, aWaitingGate, digestOf } from '../../../testing/factories';
import { FakeHq, json, later, problem } from '../../../testing/fake-hq';
import { Page } from '../../../testing/page';

const LOOKED = 'POST /api/gates/g1/looked';

describe('who arrives at a gate', () => {
  let hq: FakeHq;
  let detail: GateDetail;

  beforeEach(() => {
    const plain = aDetail();
    detail = { ...plain, instance: { ...plain.instance, features: ['rejection'] } };
    hq = new FakeHq()
      .install()
      .on('GET /api/session', () => json(aSession()))
      .on('GET /api/gates/g1', () => json(detail))
      .on(LOOKED, () => json({}));
  });

  const open = async (address = '/gate/g1') => {
    const page = await Page.open(address);
    hq.stream.opens();
    hq.stream.emits('snapshot', aSnapshot({ gates: detail.waiting ? [detail.waiting] : [] }));
    await page.settles();
    return page;
  };
  const changes = async (page: Page, file: Parameters<typeof aFile>[0], waiting = aWaitingGate()) => {
    detail = { ...detail, status_file: aFile(file), waiting };
    hq.stream.emits('status_file', { ...detail.status_file, content: undefined, instance_id: 'i1' });
    hq.stream.emits('gate', { gate_id: 'g1', gate: waiting });
    await page.settles();
  };
  const looks = () => hq.sent(LOOKED).map(({ body }) => body);

  describe('is told of to HQ', () => {
    it('once, with the versions in front of them', async () => {
      await open();
      expect(looks()).toEqual([{ gate_digest: digestOf('a'), file_digest: digestOf('f') }]);
    });

    it('not before the gate is there', async () => {
      const { answer, arrive } = later();
      hq.on('GET /api/gates/g1', () => answer);
      const page = await open();
      expect(looks()).toEqual([]);
      arrive(json(detail));
      await page.settles();
      expect(looks()).toHaveLength(1);
    });

    it('not again for a log line, but for another text, once that is looked at', async () => {
      const project = { ...aFile().project, reading_digest: digestOf('1') };
      detail = { ...detail, status_file: aFile({ project }) };
      const page = await open();
      await changes(page, { project, digest: digestOf('9') });
      expect(looks()).toHaveLength(1);
      await changes(page, { project: { ...project, reading_digest: digestOf('2') }, digest: digestOf('8') });
      expect(looks()).toHaveLength(1);
      await page.press('Show the new version');
      expect(looks()[1]).toMatchObject({ reading_digest: digestOf('2') });
    });

    it('not while the page is behind another', async () => {
      const visibility = jest.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
      const page = await open();
      expect(looks()).toEqual([]);
      visibility.mockRestore();
      document.dispatchEvent(new Event('visibilitychange'));
      await page.settles();
      expect(looks()).toHaveLength(1);
    });

    it('not about a gate that waits for nobody', async () => {
      detail = { ...detail, waiting: undefined };
      await open();
      expect(looks()).toEqual([]);
    });

    it.each([
      ['does not answer', () => 'lost' as const],
      ['refuses it', () => problem(401, 'AUTH_FAILED', 'This browser may only read.')],
    ])('and reads on when HQ %s', async (_, answer) => {
      hq.on(LOOKED, answer);
      const page = await open();
      expect(page.heading).toBe('Move from specify to plan?');
      expect(page.button('Approve')?.disabled).toBe(false);
      expect(page.text).not.toContain('may only read');
    });
  });

  describe('from the inbox, to decide', () => {
    it('finds the button ready and has not pressed it', async () => {
      const page = await open('/gate/g1?decide=approve');
      expect(document.activeElement).toBe(page.button('Approve'));
      expect(hq.sent('POST /api/approve')).toEqual([]);
      expect(page.address).toBe('/gate/g1');
    });

    it('finds the field for their words ready', async () => {
      const page = await open('/gate/g1?decide=changes');
      expect(document.activeElement).toBe(page.root.querySelector('textarea'));
      expect(hq.sent('POST /api/reject')).toEqual([]);
      expect(page.address).toBe('/gate/g1');
    });

    it('waits until it is there to be read', async () => {
      const path = 'codev/plans/68.md';
      const artifacts = [{ kind: 'plan' as const, path, digest: digestOf('c') }];
      const waiting = aWaitingGate({ gate: 'plan-approval', artifacts });
      detail = { ...detail, gate: 'plan-approval', waiting, status_file: aFile({ artifacts }) };
      const query = new URLSearchParams({ instance_id: 'i1', project_path: '/home/ada/shop', path });
      const { answer, arrive } = later();
      hq.on(`GET /api/artifact?${query.toString()}`, () => answer);
      const page = await open('/gate/g1?decide=approve');
      expect(page.address).toBe('/gate/g1?decide=approve');
      expect(looks()).toEqual([]);
      arrive(problem(503, 'UNREACHABLE', 'laptop is offline.'));
      await page.settles();
      expect(page.address).toBe('/gate/g1');
      // What lacks has to be accepted by hand first.
      expect(document.activeElement).toBe(page.root.querySelector('input[type=checkbox]'));
      expect(looks()).toEqual([]);
    });

    it('finds no other button under the finger where changes cannot be asked for', async () => {
      detail = aDetail();
      const page = await open('/gate/g1?decide=changes');
      expect(document.activeElement?.textContent).toBe('Your decision');
      expect(page.address).toBe('/gate/g1');
    });

    it('finds what there is when nothing waits, and words nobody knows change nothing', async () => {
      detail = { ...detail, waiting: undefined };
      const page = await open('/gate/g1?decide=approve');
      expect(page.text).toContain('Nothing to decide now');
      expect(page.address).toBe('/gate/g1');
      await page.settles();
    });
  });
});
