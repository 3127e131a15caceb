import type { ActivityEntry } from '@codev-hq/protocol';
import { aDecision, anEntry, aSession, aSnapshot } from '../../../testing/factories';
import { FakeHq, json, problem } from '../../../testing/fake-hq';
import { Page } from '../../../testing/page';

const NEWEST = 'GET /api/activity?limit=50';
const page2 = 'GET /api/activity?cursor=c1&limit=50';

describe('the activity', () => {
  let hq: FakeHq;
  beforeEach(() => {
    hq = new FakeHq().install().on('GET /api/session', () => json(aSession()));
  });

  const open = async (entries: ActivityEntry[], next?: string, address = '/activity') => {
    hq.on(NEWEST, () => json({ entries, ...(next && { next }) }));
    const page = await Page.open(address);
    hq.stream.emits('snapshot', aSnapshot());
    await page.settles();
    return page;
  };

  it('is listed by days, each line the way to more', async () => {
    const page = await open([
      anEntry({
        id: 'a',
        at: '2026-11-25T09:00:00.000Z',
        kind: 'decision',
        gate: 'plan-approval',
        who: { id: 'p1', name: 'Ada Lovelace' },
        decision: { decision_id: 'd1', kind: 'approve', state: 'refused' },
      }),
      anEntry({ id: 'b', at: '2026-11-23T09:00:00.000Z', kind: 'gate-requested', gate: 'pr', gate_id: 'g1' }),
    ]);
    expect(page.root.querySelectorAll('hq-activity-day')).toHaveLength(2);
    expect(page.text).toContain('Plan approval: approved by Ada Lovelace refused');
    const links = [...page.root.querySelectorAll('hq-activity-row a')].map((link) =>
      link.getAttribute('href'),
    );
    expect(links).toEqual(['/decisions/d1', '/projects/i1/shop/0068', '/gate/g1', '/projects/i1/shop/0068']);
  });

  it('adds to a decision no state that is simply done', async () => {
    const decided = {
      kind: 'decision',
      gate: 'plan-approval',
      who: { id: 'p1', name: 'Ada Lovelace' },
    } as const;
    const decision = { decision_id: 'd1', kind: 'approve', state: 'applied' } as const;
    const page = await open([anEntry({ ...decided, decision })]);
    expect(page.text).toContain('Plan approval: approved by Ada Lovelace');
    expect(page.root.querySelector('hq-activity-row .chip')).toBeNull();
  });

  it('goes on page by page, and lists nothing twice', async () => {
    hq.on(page2, () => json({ entries: [anEntry({ id: 'a' }), anEntry({ id: 'z' })] }));
    const page = await open([anEntry({ id: 'a' })], 'c1');
    await page.press('Show what is older');
    expect(page.root.querySelectorAll('hq-activity-row')).toHaveLength(2);
    expect(page.text).toContain('This is the beginning');
  });

  it('keeps what is read when the page behind does not come, and tries again', async () => {
    hq.on(page2, () => 'lost');
    const page = await open([anEntry({ id: 'a' })], 'c1');
    await page.press('Show what is older');
    expect(page.text).toContain('This may be out of date. HQ cannot be reached.');
    hq.on(page2, () => json({ entries: [anEntry({ id: 'z' })] }));
    await page.press('Try again');
    expect(page.root.querySelectorAll('hq-activity-row')).toHaveLength(2);
  });

  it('is asked for as the address says, and exported the same', async () => {
    const wanted =
      '/api/activity?q=plan&instance=i1&kind=gate-requested%2Cgate-opened%2Cgate-vanished%2Cgate-unserved%2Cgate-served';
    hq.on(`GET ${wanted}&limit=50`, () => json({ entries: [] }));
    const page = await open([], undefined, '/activity?q=plan&kind=gates&instance=i1');
    expect(page.text).toContain('No matches');
    const exports = [...page.root.querySelectorAll('a[download]')].map((link) => link.getAttribute('href'));
    expect(exports).toEqual([`${wanted}&format=csv`, `${wanted}&format=ndjson`]);
    await page.press('Show everything');
    expect(page.address).toBe('/activity');
    expect(page.text).toContain('Nothing has happened yet');
  });

  it('keeps a choice in the address', async () => {
    const page = await open([anEntry()]);
    hq.on('GET /api/activity?kind=decision&limit=50', () => json({ entries: [] }));
    const kinds = page.root.querySelector<HTMLSelectElement>('select[aria-label="What kind"]')!;
    kinds.value = 'decisions';
    kinds.dispatchEvent(new Event('change'));
    await page.settles();
    expect(page.address).toBe('/activity?kind=decisions');
  });

  it('offers what is new, and does not move what is being read', async () => {
    const page = await open([anEntry({ id: 'a' })]);
    hq.on(NEWEST, () => json({ entries: [anEntry({ id: 'n' }), anEntry({ id: 'a' })] }));
    hq.stream.emits('decision', aDecision('decided'));
    await page.settles();
    expect(page.root.querySelectorAll('hq-activity-row')).toHaveLength(1);
    await page.press('Something new has happened. Show it');
    expect(page.root.querySelectorAll('hq-activity-row')).toHaveLength(2);
  });

  it('offers sign-ins and settings to the owner alone', async () => {
    const choices = (page: Page) => page.root.querySelector('select[aria-label="What kind"]')?.textContent;
    expect(choices(await open([]))).not.toContain('Sign-ins');
  });
});

describe('a decision’s page', () => {
  let hq: FakeHq;
  beforeEach(() => {
    hq = new FakeHq().install().on('GET /api/session', () => json(aSession()));
  });

  const open = async () => {
    const page = await Page.open('/decisions/d1');
    hq.stream.emits('snapshot', aSnapshot());
    await page.settles();
    return page;
  };

  it('says who, how it went, what it was bound to, and how to see the proof', async () => {
    const decision = aDecision('applied', { comment: '**Go** on.' });
    hq.on('GET /api/decisions/d1', () => json(decision));
    const page = await open();
    expect(page.heading).toBe('Approved: Specify → Plan');
    for (const words of [
      'Ada Lovelace',
      'Committed as 3f9a1c2',
      'Go on.',
      decision.expected.gate_digest,
      '3f9a1c27d0b4',
    ])
      expect(page.text).toContain(words);
    expect(page.text).toContain("git show --no-patch --format='%(trailers:key=HQ-Proof)' 3f9a1c2");
    expect(page.root.querySelectorAll('.steps li')).toHaveLength(3);
    expect(page.root.querySelector('.eyebrow a')?.getAttribute('href')).toBe('/projects/i1/shop/0068');
  });

  it('moves on with it', async () => {
    hq.on('GET /api/decisions/d1', () => json(aDecision('sent')));
    const page = await open();
    expect(page.text).toContain('Sent to laptop');
    hq.stream.emits('decision', aDecision('refused'));
    await page.settles();
    expect(page.text).toContain('laptop refused it');
    expect(page.text).toContain('No commit has been reported');
  });

  it('misses no commit where porch’s gate just stays closed', async () => {
    const status_file = 'codev/projects/0068-pause/status.yaml';
    const outcome = { outcome: 'applied' as const, status_file, digest: 'd'.repeat(64) };
    const decision = aDecision('applied', { kind: 'request_changes', status_file, outcome });
    hq.on('GET /api/decisions/d1', () => json(decision));
    const page = await open();
    expect(page.text).toContain('None is due: porch’s gate stays closed');
    expect(page.text).not.toContain('No commit has been reported');
    expect(page.text).not.toContain('HQ-Proof');
  });

  it('says when there is none', async () => {
    hq.on('GET /api/decisions/d1', () => problem(404, 'NOT_FOUND', 'No decision d1.'));
    expect((await open()).heading).toBe('Decision not found');
  });

  it('says when HQ does not answer', async () => {
    hq.on('GET /api/decisions/d1', () => 'lost');
    const page = await open();
    expect(page.text).toContain('This could not be read. HQ cannot be reached.');
  });
});
