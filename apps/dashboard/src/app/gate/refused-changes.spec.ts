import { PAGE_SECRET_HEADER, type Decision, type GateDetail } from '@codev-hq/protocol';
import { aDecision, aDetail, aFile, aSession, aSnapshot, digestOf } from '../../../testing/factories';
import { FakeHq, json } from '../../../testing/fake-hq';
import { Page } from '../../../testing/page';
import { keepPageSecret } from '../hq-client/page-secret';

const PATH = 'codev/status/0068-feature.md';
const textOf = (words: string) => `---\nid: "0068"\n---\n## Log\n- ${words}\n`;

describe('a decision that its machine refused because the file had changed', () => {
  let hq: FakeHq;
  let detail: GateDetail;

  const fileOf = (words: string, digest: string) => {
    const project = { ...aFile().project, reading_digest: digestOf(digest) };
    return aFile({ project, content: textOf(words), digest: digestOf(digest) });
  };
  const refused = (texts: { before?: string; after?: string }) => {
    const digests = { digest_before: digestOf('1'), digest_after: digestOf('2') };
    const changed = [{ what: 'text' as const, path: PATH, ...digests, ...texts }];
    return aDecision('refused', { refusal: { code: 'STALE', error: 'The text changed.', changed } });
  };
  const found = async (page: Page, selector: string) => {
    for (let round = 0; round < 100 && !page.root.querySelector(selector); round += 1) await page.settles();
    return page.root.querySelector(selector)?.textContent;
  };

  beforeEach(() => {
    detail = aDetail({ status_file: fileOf('Then', '1') });
    hq = new FakeHq()
      .install()
      .on('GET /api/session', () => json(aSession()))
      .on('GET /api/gates/g1', () => json(detail))
      .on('GET /api/decisions/d1', () => json(refused({ before: textOf('Then'), after: textOf('Now') })));
  });

  const open = async () => {
    const page = await Page.open('/gate/g1');
    hq.stream.opens();
    hq.stream.emits('snapshot', aSnapshot());
    await page.settles();
    return page;
  };
  const movesOn = async (page: Page, decision: Decision) => {
    detail = aDetail({ status_file: fileOf('Now', '2'), decisions: [decision] });
    hq.stream.emits('status_file', { ...detail.status_file, content: undefined, instance_id: 'i1' });
    await page.settles();
  };

  it('shows line by line what had, though the page shows the new text by then', async () => {
    keepPageSecret('page-1');
    const page = await open();
    hq.stream.emits('decision', aDecision('sent'));
    await movesOn(page, aDecision('sent'));
    expect(page.text).toContain('Now');
    hq.stream.emits('decision', refused({}));
    expect(await found(page, 'hq-refused-changes del')).toBe('- Then');
    expect(page.root.querySelector('hq-refused-changes ins')?.textContent).toBe('- Now');
    expect(hq.sent('GET /api/decisions/d1')[0]?.headers[PAGE_SECRET_HEADER]).toBe('page-1');
    expect(page.text).toContain('It changed before the decision arrived');
    expect(page.button('Approve')?.disabled).toBe(false);
  });

  it('leaves it to the notice when HQ hears of the new text after the refusal', async () => {
    const page = await open();
    hq.stream.emits('decision', aDecision('sent'));
    hq.stream.emits('decision', refused({}));
    await movesOn(page, refused({}));
    expect(await found(page, 'hq-change-notice del')).toBe('- Then');
    expect(page.text).not.toContain('It changed before the decision arrived');
    expect(page.button('Approve')).toBeNull();
  });
});
