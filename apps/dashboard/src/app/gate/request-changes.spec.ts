import type { GateDetail } from '@codev-hq/protocol';
import { aDecision, aDetail, aSession, aSnapshot, aWaitingGate } from '../../../testing/factories';
import { FakeHq, json, problem } from '../../../testing/fake-hq';
import { Page } from '../../../testing/page';
import { decisionWords } from '../ui/decision-words';

const REQUESTED = aDecision('sent', { kind: 'request_changes', comment: 'Too long.' });

describe('a gate whose connector takes requests for changes', () => {
  let hq: FakeHq;
  let detail: GateDetail;

  beforeEach(() => {
    const plain = aDetail();
    detail = { ...plain, instance: { ...plain.instance, features: ['rejection'] } };
    hq = new FakeHq()
      .install()
      .on('GET /api/session', () => json(aSession()))
      .on('GET /api/gates/g1', () => json(detail))
      .on('POST /api/reject', () =>
        json({ success: true, message: '', decision_id: 'd1', state: 'sent', decision: REQUESTED }),
      );
  });

  const open = async () => {
    const page = await Page.open('/gate/g1');
    hq.stream.opens();
    hq.stream.emits('snapshot', aSnapshot({ gates: detail.waiting ? [detail.waiting] : [] }));
    await page.settles();
    return page;
  };

  it('asks for words first, and sends them with what was read', async () => {
    const page = await open();
    await page.press('Request changes');
    const field = page.root.querySelector('textarea');
    expect(document.activeElement).toBe(field);
    expect(field?.labels[0]?.textContent.trim()).toBe('What should change?');
    expect(field?.hasAttribute('aria-invalid')).toBe(false);
    await page.press('Request changes');
    expect(hq.sent('POST /api/reject')).toEqual([]);
    const said = page.root.querySelector(`#${field?.getAttribute('aria-describedby')}`);
    expect(document.activeElement).toBe(field);
    expect(field?.getAttribute('aria-invalid')).toBe('true');
    expect(said?.textContent).toContain('Say in a few words what should change');
    expect(page.button('Request changes')?.classList).not.toContain('quiet');
    expect(page.button('Approve')?.classList).toContain('quiet');
    await page.types('Too long.');
    expect(field?.hasAttribute('aria-invalid')).toBe(false);
    await page.press('Request changes');
    expect(hq.sent('POST /api/reject').map(({ body }) => body)).toMatchObject([
      { gate: 'specify_to_plan.human_approval', comment: 'Too long.', expected: expect.anything() },
    ]);
  });

  it('says in one line that changes were requested, leads to the words, and can be approved all the same', async () => {
    const changes_requested = {
      decision_id: 'd1',
      by: 'Grace Hopper',
      at: '2026-11-22T10:00:00.000Z',
      comment: 'Too long.',
    };
    const asked = aDecision('applied', { kind: 'request_changes', comment: 'Too long.' });
    detail = { ...detail, waiting: aWaitingGate({ changes_requested }), decisions: [asked] };
    const page = await open();
    const panel = page.root.querySelector('hq-decision-panel');
    expect(panel?.textContent).toContain('Changes requested');
    expect(panel?.textContent).not.toContain('Too long.');
    expect(panel?.querySelector('h2')?.textContent).toBe('Waiting for a new version');
    expect(page.root.querySelector('hq-gate-overview .here')?.textContent).toContain(
      'Waiting for a new version',
    );
    expect(page.root.querySelector('header .facts')?.textContent).toContain('waiting for a new version');
    expect(page.text).not.toMatch(/waits for a person/i);
    await page.press('Details');
    expect(document.activeElement?.textContent).toBe('Earlier decisions');
    expect(page.root.querySelector('hq-earlier-decisions')?.textContent).toContain('Too long.');
    // Not the loudest button while what was asked for is on its way.
    expect(page.button('Approve')?.classList).toContain('quiet');
    expect(page.button('Approve')?.classList).not.toContain('go');
    expect(page.button('Approve')?.disabled).toBe(false);
  });

  it('promises no commit where HQ knows of no repository', async () => {
    const { text } = await open();
    expect(text).toContain(
      'Recorded as the decision of Ada Lovelace, then written on laptop and, where there is git, committed in your name.',
    );
    expect(text).not.toContain('a commit in your name');
  });

  it('promises a commit where HQ knows of a repository', async () => {
    const projects = detail.instance.projects.map((project) => ({ ...project, git_remote: 'git@host:shop' }));
    detail = { ...detail, instance: { ...detail.instance, projects } };
    expect((await open()).text).toContain('then a commit in your name on laptop.');
  });

  it('offers it only where the connector can', async () => {
    detail = aDetail();
    expect((await open()).button('Request changes')).toBeNull();
  });

  it('is gone, with nothing to press, when HQ has it no more', async () => {
    const page = await open();
    hq.on('GET /api/gates/g1', () => problem(404, 'GATE_NOT_FOUND', 'gone'));
    hq.stream.emits('gate', { gate_id: 'g1' });
    await page.settles();
    expect(page.heading).toBe('This gate is gone');
    expect(page.text).toContain('HQ has no such gate now, and no recent decision about one.');
    expect(page.button('Approve')).toBeNull();
    hq.stream.emits('decision', aDecision('expired', { decision_id: 'd7' }));
    await page.settles();
    const kept = page.root.querySelector('a[href="/decisions/d7"]');
    expect(kept?.textContent).toBe('0068 · Specify → Plan · Approved by Ada Lovelace');
    hq.on('GET /api/gates/g1', () => json(detail));
    hq.stream.emits('gate', { gate_id: 'g1', gate: aWaitingGate() });
    await page.settles();
    expect(page.button('Approve')).not.toBeNull();
  });
});

describe('a decision on its way', () => {
  const at = '2026-11-22T10:00:00.000Z';

  it('is written while its commit waits, and says for what', () => {
    const progress = { stage: 'written' as const, at, detail: 'A merge is in progress.' };
    expect(decisionWords(aDecision('sent', { progress }), true)).toMatchObject({
      headline: 'Written on laptop',
      detail: 'The commit waits. A merge is in progress.',
    });
  });

  it('shows what checks print', () => {
    const progress = { stage: 'checking' as const, at, output: 'PASS' };
    expect(decisionWords(aDecision('sent', { progress }), true)).toMatchObject({
      headline: 'laptop is checking',
      git: 'PASS',
    });
  });

  it.each([
    ['delivered', 'The builder was told.'],
    [
      'held',
      'Tower holds the words to the builder. Something is being typed in its terminal, or a menu is open there.',
    ],
    ['held', 'look at the terminal if that takes long. (busy)'],
    ['not_running', 'The builder is not running, so it was not told.'],
    ['failed', 'The builder could not be told: busy'],
  ] as const)('says what became of the words to the builder: %s', (state, words) => {
    const delivery = { state, reason: 'busy' };
    const outcome = {
      outcome: 'applied' as const,
      status_file: 'f',
      digest: 'd',
      commit: 'abc1234',
      delivery,
    };
    expect(decisionWords(aDecision('applied', { outcome }), true).detail).toContain(words);
  });

  it.each([
    ['no-profile', 'Open that terminal and tell it yourself. (no-profile)'],
    [
      'no-live-pty; the architect was told',
      'when the builder is started again. (no-live-pty; the architect was told)',
    ],
    ['full', 'Tower holds the words to the builder (full).'],
    [undefined, 'Tower holds the words to the builder.'],
  ])('says what to do about words that Tower holds: %s', (reason, words) => {
    const delivery = { state: 'held' as const, ...(reason && { reason }) };
    const outcome = {
      outcome: 'applied' as const,
      status_file: 'f',
      digest: 'd',
      commit: 'abc1234',
      delivery,
    };
    expect(decisionWords(aDecision('applied', { outcome }), true).detail).toContain(words);
  });

  it.each([
    ['Not a git repository: the file was written, nothing was committed.', 'the folder is no git repository'],
    ['git ignores this file: it was written, nothing was committed.', 'git ignores it'],
  ])('says in its first line why nothing was committed: %s', (note, why) => {
    const outcome = { outcome: 'applied' as const, status_file: 'f', digest: 'd', note };
    const { headline } = decisionWords(aDecision('applied', { outcome }), true);
    expect(headline).toBe(`Applied: written to the file; ${why}, so nothing was committed`);
  });

  it('of a request for changes is not taken for an approval, with or without a commit', () => {
    const decision = aDecision('applied', { kind: 'request_changes' });
    expect(decisionWords(decision, true)).toMatchObject({ tone: 'wait', headline: 'Changes requested' });
    const note = 'porch’s gate stays closed; nothing is written there.';
    const outcome = { outcome: 'applied' as const, status_file: 'f', digest: 'd', note };
    const onPorch = aDecision('applied', { kind: 'request_changes', outcome });
    expect(decisionWords(onPorch, true)).toMatchObject({ headline: 'Changes requested', detail: note });
    expect(JSON.stringify(decisionWords(onPorch, true))).not.toMatch(/commit/i);
  });
});
