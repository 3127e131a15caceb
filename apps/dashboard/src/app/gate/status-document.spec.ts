import type { Decision, GateDetail } from '@codev-hq/protocol';
import { aDecision, aDetail, aFile, aSession, aSnapshot, digestOf } from '../../../testing/factories';
import { FakeHq, json, problem } from '../../../testing/fake-hq';
import { Page } from '../../../testing/page';

const COMMIT = '3f786850e387550fdab836ed7e6dc881de23001b';
const HEAD = '---\nid: "0068"\n---\n';
const textOf = (limit: string) => `${HEAD}Waits for ${limit} hours.\n\n## Log\n- Started\n`;
const before = `GET /api/artifact?${new URLSearchParams({
  instance_id: 'i1',
  project_path: '/home/ada/shop',
  path: 'codev/status/0068-feature.md',
  at: COMMIT,
}).toString()}`;

describe('the status file’s own text', () => {
  let hq: FakeHq;
  let detail: GateDetail;

  const decidedOn = (reading_digest: string): Decision =>
    aDecision('applied', {
      kind: 'request_changes',
      comment: 'Shorter.',
      expected: { reading_digest },
      reopened_at: '2026-11-22T11:00:00.000Z',
      outcome: { outcome: 'applied', status_file: 's', digest: digestOf('b'), commit: COMMIT },
    });
  const shows = (decisions: readonly Decision[], features = ['artifact_request', 'artifact_history']) => {
    const { project } = aFile();
    const file = aFile({
      content: textOf('two'),
      project: { ...project, body_start: HEAD.length, reading_digest: digestOf('2') },
    });
    detail = aDetail({ status_file: file, decisions: [...decisions] });
    detail = { ...detail, instance: { ...detail.instance, features } };
  };

  beforeEach(() => {
    hq = new FakeHq()
      .install()
      .on('GET /api/session', () => json(aSession()))
      .on('GET /api/gates/g1', () => json(detail))
      .on(before, () =>
        json({ path: 'codev/status/0068-feature.md', content: textOf('three'), digest: digestOf('c') }),
      );
  });

  const open = async () => {
    const page = await Page.open('/gate/g1');
    hq.stream.opens();
    hq.stream.emits('snapshot', aSnapshot());
    await page.settles();
    return page;
  };
  const choice = (page: Page, words: string) =>
    [...page.root.querySelectorAll<HTMLElement>('hq-status-document label')].find((label) =>
      label.textContent.includes(words),
    );
  const document = (page: Page) => page.root.querySelector('hq-status-document');

  it('is shown beside what it was at the last decision, as the machine’s git has it', async () => {
    shows([decidedOn(digestOf('1'))]);
    const page = await open();
    choice(page, 'Since the last decision')?.click();
    await page.until(() => document(page)?.querySelector('ins') !== null);
    expect(document(page)?.querySelector('ins')?.textContent).toContain('two');
    expect(document(page)?.querySelector('del')?.textContent).toContain('three');
    expect(document(page)?.textContent).toContain('what Ada Lovelace decided on');
    choice(page, 'Whole text')?.click();
    await page.settles();
    expect(document(page)?.querySelector('hq-prose')?.textContent).toContain('Waits for two hours.');
  });

  it('says so when the machine cannot give that version', async () => {
    shows([decidedOn(digestOf('1'))]);
    hq.on(before, () => problem(404, 'NOT_FOUND', 'It is not there.'));
    const page = await open();
    choice(page, 'Since the last decision')?.click();
    await page.until(() => /cannot give that version now/.test(document(page)?.textContent ?? ''));
  });

  it('offers nothing to compare with when it is what was decided on, or nothing was', async () => {
    shows([decidedOn(digestOf('2'))]);
    expect(choice(await open(), 'Since')).toBeUndefined();
  });
});
