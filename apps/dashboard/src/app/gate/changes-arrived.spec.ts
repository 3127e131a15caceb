import type { GateDetail } from '@codev-hq/protocol';
import {
  aDecision,
  aDetail,
  aFile,
  aSession,
  aSnapshot,
  aWaitingGate,
  digestOf,
} from '../../../testing/factories';
import { FakeHq, json } from '../../../testing/fake-hq';
import { Page } from '../../../testing/page';

describe('a gate that changes while it is read, after a request for changes', () => {
  let hq: FakeHq;
  let detail: GateDetail;

  beforeEach(() => {
    hq = new FakeHq()
      .install()
      .on('GET /api/session', () => json(aSession()))
      .on('GET /api/gates/g1', () => json(detail));
  });

  const open = async () => {
    const page = await Page.open('/gate/g1');
    hq.stream.opens();
    hq.stream.emits('snapshot', aSnapshot());
    await page.settles();
    return page;
  };

  /** HQ has another version, and the stream tells of it. */
  const fileChanges = async (page: Page, file: ReturnType<typeof aFile>, rest: Partial<GateDetail> = {}) => {
    const waiting = rest.waiting ?? aWaitingGate();
    detail = aDetail({ status_file: file, ...rest, waiting });
    hq.stream.emits('status_file', { ...file, content: undefined, instance_id: 'i1' });
    hq.stream.emits('gate', { gate_id: 'g1', gate: waiting });
    await page.settles();
  };

  it('says that the new version is here when changes were asked of the one that is read', async () => {
    const paper = { kind: 'spec' as const, path: 'codev/specs/68.md', digest: digestOf('1') };
    const expected = {
      gate_digest: digestOf('a'),
      artifacts: [{ path: paper.path, digest: digestOf('1') }],
    };
    const asked = aDecision('applied', { kind: 'request_changes', comment: 'Shorter.', expected });
    detail = aDetail({ status_file: aFile({ artifacts: [paper] }), decisions: [asked] });
    const page = await open();
    await fileChanges(page, aFile({ artifacts: [{ ...paper, digest: digestOf('2') }] }));
    expect(page.text).toContain('The new version is here, after the changes that were asked for.');
    expect(page.text).toContain('It came after the changes that were asked for.');
    expect(page.text).not.toContain('while you were reading');
    expect(page.button('Approve')).toBeNull();
    await page.press('Show the new version');
    expect(page.text).not.toContain('The new version is here');
    expect(page.text).toContain('Your decision');
  });

  it('says that it changed when what was sent back is an earlier version', async () => {
    const asked = aDecision('applied', { kind: 'request_changes', expected: { gate_digest: digestOf('5') } });
    detail = aDetail({ decisions: [asked] });
    const page = await open();
    await fileChanges(page, aFile({ digest: digestOf('9') }));
    expect(page.text).toContain('The file changed while you were reading.');
    expect(page.text).toContain('Look again before you decide');
  });

  describe('in a folder without git, where the request is applied before its entry is seen', () => {
    const aText = (text: string, bytes: string) =>
      aFile({ digest: digestOf(bytes), project: { ...aFile().project, reading_digest: digestOf(text) } });
    const asked = aDecision('applied', {
      kind: 'request_changes',
      expected: { gate_digest: digestOf('a'), file_digest: digestOf('f'), reading_digest: digestOf('1') },
      outcome: { outcome: 'applied', status_file: aFile().path, digest: digestOf('b') },
    });
    const request = { decision_id: 'd1', by: 'Ada Lovelace', at: asked.decided_at, comment: 'Shorter.' };
    const sentBack = aWaitingGate({ digest: digestOf('8'), changes_requested: request });

    const askChanges = async () => {
      detail = aDetail({ status_file: aText('1', 'f') });
      const page = await open();
      hq.stream.emits('decision', asked);
      await page.settles();
      return page;
    };

    it.each([
      ['alone', 'b'],
      ['together with a log line', 'c'],
    ])('that entry, %s, is no new version', async (_, bytes) => {
      const page = await askChanges();
      await fileChanges(page, aText('1', bytes), { waiting: sentBack, decisions: [asked] });
      expect(page.text).not.toContain('The new version is here');
      expect(page.button('Show the new version')).toBeNull();
      expect(page.text).toContain('Waiting for a new version');
      expect(page.button('Approve')).not.toBeNull();
    });

    it('the text that comes after it is', async () => {
      const page = await askChanges();
      await fileChanges(page, aText('1', 'b'), { waiting: sentBack, decisions: [asked] });
      const waiting = aWaitingGate({ digest: digestOf('8') });
      await fileChanges(page, aText('2', '9'), { waiting, decisions: [asked] });
      expect(page.text).toContain('The new version is here, after the changes that were asked for.');
      expect(page.button('Show the new version')).not.toBeNull();
    });

    it('so is text that comes together with it', async () => {
      const page = await askChanges();
      const waiting = aWaitingGate({ digest: digestOf('8') });
      await fileChanges(page, aText('2', '9'), { waiting, decisions: [asked] });
      expect(page.text).toContain('The new version is here, after the changes that were asked for.');
    });
  });
});
