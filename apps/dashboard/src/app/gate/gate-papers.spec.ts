import { createHash } from 'node:crypto';
import type { ArtifactRef, GateDetail } from '@codev-hq/protocol';
import { aDetail, aSession, aSnapshot, aWaitingGate } from '../../../testing/factories';
import { FakeHq, json, later, problem } from '../../../testing/fake-hq';
import { Page } from '../../../testing/page';

const PLAN = 'codev/plans/68-feature.md';
const REVIEW = 'codev/projects/68/68-plan-iter1-gemini.txt';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const addressOf = (path: string) =>
  `GET /api/artifact?${new URLSearchParams({ instance_id: 'i1', project_path: '/home/ada/shop', path }).toString()}`;
const answer = (path: string, content: string, more: object = {}) =>
  json({ path, content, digest: sha256(content), size: content.length, ...more });

describe('the papers of a gate', () => {
  let hq: FakeHq;
  let detail: GateDetail;

  const lists = (...artifacts: ArtifactRef[]) => {
    const waiting = aWaitingGate({ gate: 'plan-approval', artifacts });
    detail = aDetail({ gate: 'plan-approval', waiting });
    detail = { ...detail, status_file: { ...detail.status_file, artifacts } };
    return waiting;
  };
  const planOf = (text: string): ArtifactRef => ({
    kind: 'plan',
    path: PLAN,
    digest: sha256(text),
    size: text.length,
  });

  beforeEach(() => {
    lists(planOf('# Plan\n\nTwo steps.\n'));
    hq = new FakeHq()
      .install()
      .on('GET /api/session', () => json(aSession()))
      .on('GET /api/gates/g1', () => json(detail))
      .on(addressOf(PLAN), () => answer(PLAN, '# Plan\n\nTwo steps.\n'))
      .on('POST /api/approve', () => problem(400, 'INVALID_MESSAGE', 'not now'));
  });

  const open = async () => {
    const page = await Page.open('/gate/g1');
    hq.stream.opens();
    hq.stream.emits('snapshot', aSnapshot({ gates: detail.waiting ? [detail.waiting] : [] }));
    await page.settles();
    return page;
  };
  /** Digests are computed and libraries loaded apart from the page. */
  const found = async (page: Page, selector: string) => {
    for (let round = 0; round < 100 && !page.root.querySelector(selector); round += 1) await page.settles();
    return page.root.querySelector(selector)?.textContent;
  };
  const approve = (page: Page) =>
    [...page.root.querySelectorAll('button')].find((button) => /^\s*Approve/.test(button.textContent));
  const approved = () =>
    hq.sent('POST /api/approve').map(({ body }) => body as { expected: object; comment?: string });

  it('are shown, and a decision names and binds exactly what was loaded', async () => {
    const page = await open();
    await found(page, 'hq-markdown-text p');
    expect(page.text).toContain('Two steps.');
    const digest = sha256('# Plan\n\nTwo steps.\n');
    expect(approve(page)?.textContent).toContain(digest.slice(0, 8));
    approve(page)?.click();
    await page.settles();
    expect(approved()).toMatchObject([{ expected: { artifacts: [{ path: PLAN, digest }] } }]);
  });

  it('keep Approve inactive until they are loaded', async () => {
    const { answer: coming, arrive } = later();
    hq.on(addressOf(PLAN), () => coming);
    const page = await open();
    expect(approve(page)?.disabled).toBe(true);
    expect(page.text).toContain('once the text has been loaded');
    arrive(answer(PLAN, '# Plan\n\nTwo steps.\n'));
    await found(page, 'hq-markdown-text');
    expect(approve(page)?.disabled).toBe(false);
  });

  it('are not believed when they are not what their digest says', async () => {
    hq.on(addressOf(PLAN), () =>
      json({ path: PLAN, content: 'forged', digest: sha256('# Plan\n\nTwo steps.\n') }),
    );
    const page = await open();
    expect(page.text).toContain('What arrived is not what the machine says it sent.');
    expect(page.text).not.toContain('forged');
    expect(approve(page)?.disabled).toBe(true);
  });

  it('that cannot be read are approved only when a person says so, and the record does too', async () => {
    hq.on(addressOf(PLAN), () => problem(503, 'UNREACHABLE', 'laptop is offline.'));
    const page = await open();
    expect(page.text).toContain('laptop is offline.');
    expect(approve(page)?.disabled).toBe(true);
    page.root.querySelector<HTMLInputElement>('input[type=checkbox]')?.click();
    await page.settles();
    expect(approve(page)?.textContent).toContain('Approve unread');
    approve(page)?.click();
    await page.settles();
    const [sent] = approved();
    expect(sent?.expected).not.toHaveProperty('artifacts');
    expect(sent?.comment).toBe(`Decided without reading ${PLAN}: laptop could not give it.`);
  });

  it('that are cut off say so, and where the rest is', async () => {
    hq.on(addressOf(PLAN), () =>
      answer(PLAN, '# Plan\n', { truncated: true, size: 2_000_000, digest: 'a'.repeat(64) }),
    );
    const page = await open();
    expect(page.text).toMatch(/Only the first 1 MB of 2 MB are shown\. Read the rest on laptop/);
    expect(approve(page)?.disabled).toBe(true);
  });

  it('that are too long to be counted say that only their beginning is shown', async () => {
    hq.on(addressOf(PLAN), () =>
      json({ path: PLAN, content: '# Plan\n', truncated: true, digest: 'a'.repeat(64) }),
    );
    lists({ kind: 'plan', path: PLAN, digest: 'a'.repeat(64) });
    const page = await open();
    expect(page.text).toMatch(/Only the first 1 MB are shown: it is too long to be sent\./);
    expect(page.text).not.toContain('0 byte');
    expect(approve(page)?.disabled).toBe(true);
  });

  it('that change while they are read are told line by line, and nothing is decided until they are seen', async () => {
    const page = await open();
    const now = '# Plan\n\nThree steps.\n';
    const waiting = lists(planOf(now));
    hq.on(addressOf(PLAN), () => answer(PLAN, now));
    hq.stream.emits('status_file', { ...detail.status_file, content: undefined, instance_id: 'i1' });
    hq.stream.emits('gate', { gate_id: 'g1', gate: waiting });
    await page.settles();
    expect(page.text).toContain('It changed while you were reading');
    expect(approve(page)).toBeUndefined();
    expect(page.root.querySelector('hq-paper')?.textContent).toContain('Two steps.');
    expect(await found(page, 'hq-change-notice ins')).toBe('Three steps.');
    await page.press('Show the new version');
    expect(page.root.querySelector('hq-paper')?.textContent).toContain('Three steps.');
    approve(page)?.click();
    await page.settles();
    expect(approved()).toMatchObject([{ expected: { artifacts: [{ digest: sha256(now) }] } }]);
  });

  it('that HQ knows to be others are shown as it names them, then and now', async () => {
    const changed = [
      { what: 'text', path: 'codev/status/0068-feature.md', before: 'then\n', after: 'now\n' },
    ];
    hq.on('POST /api/approve', () => problem(409, 'STALE', 'It moved.', { changed }));
    const page = await open();
    approve(page)?.click();
    await page.settles();
    expect(page.text).toContain('It moved.');
    expect(await found(page, 'hq-change-notice del')).toBe('then');
    expect(page.root.querySelector('hq-change-notice ins')?.textContent).toBe('now');
  });

  it('have what models said beside them, with the verdict', async () => {
    lists(planOf('# Plan\n\nTwo steps.\n'), {
      kind: 'consultation',
      path: REVIEW,
      digest: 'c'.repeat(64),
      model: 'gemini',
      phase: 'plan',
      iteration: 1,
    });
    hq.on(addressOf(REVIEW), () => answer(REVIEW, 'Fine.\n\nVERDICT: APPROVE\nSUMMARY: Small and sound.\n'));
    const page = await open();
    expect(page.text).toContain('gemini approves');
    expect(page.text).toContain('Small and sound.');
  });

  it('stay in front of the reader when the machine lists nothing any more', async () => {
    const page = await open();
    detail = aDetail({ gate: 'plan-approval', waiting: undefined });
    hq.stream.emits('gate', { gate_id: 'g1' });
    await page.settles();
    expect(page.text).toContain('Two steps.');
    expect(approve(page)).toBeUndefined();
  });
});
