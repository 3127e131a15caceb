import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import type { WaitingGate } from '@codev-hq/protocol';
import { aDecision, anInstance, aSession, aSnapshot, aWaitingGate } from '../../../testing/factories';
import { FakeHq, json, problem } from '../../../testing/fake-hq';
import { Page } from '../../../testing/page';
import { EVERYTHING } from './inbox-filter';
import { rememberFilter } from './remembered-filter';

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

describe('reading the inbox', () => {
  let hq: FakeHq;
  beforeEach(() => {
    localStorage.clear();
    rememberFilter(EVERYTHING);
    hq = new FakeHq()
      .install()
      .on('GET /api/session', () => json(aSession()))
      .on('GET /api/gates?state=stranded', () => json([]));
  });

  const open = async (snapshot: ReturnType<typeof aSnapshot>, address = '/') => {
    const page = await Page.open(address);
    hq.stream.opens();
    hq.stream.emits('snapshot', snapshot);
    await page.settles();
    return page;
  };
  const titles = (page: Page) =>
    [...page.root.querySelectorAll('.waiting a.open')].map((link) => link.textContent.trim());
  const press = async (page: Page, key: string) => {
    const target = document.activeElement ?? document.body;
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    await page.settles();
  };
  const choose = async (page: Page, label: string, option: string) => {
    const select = page.root.querySelector<HTMLSelectElement>(`select[aria-label="${label}"]`);
    if (!select) throw new Error(`There is no choice “${label}”.`);
    select.value = [...select.options].find((one) => one.textContent.trim() === option)?.value ?? '';
    select.dispatchEvent(new Event('change'));
    await page.settles();
  };
  const three: readonly WaitingGate[] = [
    aWaitingGate({ gate_id: 'g1', project_id: '1', title: 'One', since: minutesAgo(30) }),
    aWaitingGate({
      gate_id: 'g2',
      project_id: '2',
      title: 'Two',
      since: minutesAgo(20),
      project_path: '/home/ada/blog',
      project_name: 'blog',
    }),
    aWaitingGate({ gate_id: 'g3', project_id: '3', title: 'Three', since: minutesAgo(10) }),
  ];

  it('goes down and up with j and k, and stays at the ends', async () => {
    const page = await open(aSnapshot({ gates: [...three] }));
    const focused = () => document.activeElement?.textContent.trim();
    await press(page, 'j');
    expect(focused()).toBe('1 One');
    for (const key of ['j', 'j', 'j']) await press(page, key);
    expect(focused()).toBe('3 Three');
    await press(page, 'k');
    expect(focused()).toBe('2 Two');
  });

  it.each([
    ['a', '/gate/g2?decide=approve'],
    ['r', '/gate/g2?decide=changes'],
  ])('decides nothing with %s: it opens the gate to be read', async (key, address) => {
    const page = await open(aSnapshot({ gates: [...three] }));
    await press(page, 'j');
    await press(page, 'j');
    await press(page, key);
    expect(TestBed.inject(Router).url).toBe(address);
    expect(hq.received.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('leads to no decision while HQ cannot be reached, and says so; a gate can still be read', async () => {
    const page = await open(aSnapshot({ gates: [...three] }));
    const toDecide = () => page.root.querySelectorAll('.aside a').length;
    expect(toDecide()).toBe(6);
    window.dispatchEvent(new Event('offline'));
    await page.settles();
    expect(toDecide()).toBe(0);
    expect(page.root.querySelector('.aside')?.textContent).toContain('nothing can be decided now');
    await press(page, 'j');
    for (const key of ['a', 'r']) await press(page, key);
    expect(page.address).toBe('/');
    expect(page.root.querySelector('hq-toast-stack')?.textContent).toContain('Nothing can be decided now');
    expect(page.root.querySelector('.waiting a.open')?.getAttribute('href')).toBe('/gate/g1');
  });

  it('comes back to the row whose gate was opened', async () => {
    const page = await open(aSnapshot({ gates: [...three] }));
    for (const key of ['j', 'j', 'a']) await press(page, key);
    await TestBed.inject(Router).navigateByUrl('/');
    await page.settles();
    await press(page, 'j');
    expect(document.activeElement?.textContent.trim()).toBe('3 Three');
  });

  it('lists its keys under a question mark', async () => {
    const page = await open(aSnapshot({ gates: [...three] }));
    await press(page, '?');
    const sheet = page.root.querySelector('dialog[open]')?.textContent ?? '';
    for (const words of ['Next gate', 'Open it to read and approve', 'Find or do something'])
      expect(sheet).toContain(words);
  });

  it('leaves only what was chosen, says so in the address, and remembers it', async () => {
    const page = await open(aSnapshot({ gates: [...three] }));
    await choose(page, 'Project', 'blog');
    expect(titles(page)).toEqual(['2 Two']);
    const { url } = TestBed.inject(Router);
    expect(url).toContain('project=i1');
    await TestBed.inject(Router).navigateByUrl('/projects');
    await TestBed.inject(Router).navigateByUrl('/');
    await page.settles();
    expect(TestBed.inject(Router).url).toBe(url);
    await page.press('Show all');
    expect(titles(page)).toHaveLength(3);
  });

  it('takes for mine where I decided before, and what I follow', async () => {
    const mine = aDecision('applied', { gate_id: 'g9', project_path: '/home/ada/blog' });
    const page = await open(aSnapshot({ gates: [...three], decisions: [mine] }), '/?show=mine');
    expect(page.text).toContain('Mine are the gates of projects that you follow here or have decided in.');
    expect(titles(page)).toEqual(['2 Two']);
    await TestBed.inject(Router).navigateByUrl('/?project=i1%20%2Fhome%2Fada%2Fshop');
    await page.settles();
    await page.press('Follow');
    await TestBed.inject(Router).navigateByUrl('/?show=mine');
    await page.settles();
    expect(titles(page)).toEqual(['1 One', '2 Two', '3 Three']);
  });

  it('keeps its filter when the inbox is chosen again, and lifts it when somebody says so', async () => {
    const page = await open(aSnapshot({ gates: [...three] }), '/?machine=gone');
    await TestBed.inject(Router).navigateByUrl('/');
    await page.settles();
    expect(page.address).toBe('/?machine=gone');
    await page.press('Show all');
    expect(page.address).toBe('/');
    expect(titles(page)).toEqual(['1 One', '2 Two', '3 Three']);
  });

  it('says how many others wait when a filter hides them all', async () => {
    const page = await open(aSnapshot({ gates: [...three] }), '/?machine=gone');
    expect(page.text).toContain('Nothing here waits for you');
    expect(page.text).toContain('3 other gates do.');
  });

  it('groups by project, each with how many', async () => {
    const page = await open(aSnapshot({ gates: [...three] }));
    await choose(page, 'Groups', 'By project');
    const headings = [...page.root.querySelectorAll('.group')].map((one) =>
      one.textContent.replace(/\s+/g, ' ').trim(),
    );
    expect(headings).toEqual(['shop 2', 'blog 1']);
  });

  it('does not move what is read when an older gate comes, and shows it when asked', async () => {
    const page = await open(aSnapshot({ gates: [...three] }));
    const older = aWaitingGate({ gate_id: 'g0', project_id: '0', title: 'Old', since: minutesAgo(90) });
    const newer = aWaitingGate({ gate_id: 'g4', project_id: '4', title: 'New', since: minutesAgo(0) });
    for (const gate of [older, newer]) hq.stream.emits('gate', { gate_id: gate.gate_id, gate });
    await page.settles();
    expect(titles(page)).toEqual(['1 One', '2 Two', '3 Three', '4 New']);
    await page.press('1 more gate has come, older than some here');
    expect(titles(page)[0]).toBe('0 Old');
  });

  it('draws the first rows of two hundred, and counts them all', async () => {
    const many = Array.from({ length: 200 }, (_, at) =>
      aWaitingGate({ gate_id: `g${at}`, project_id: `${at}`, since: minutesAgo(500 - at) }),
    );
    const page = await open(aSnapshot({ gates: many }));
    expect(page.text).toContain('200 gates wait for you');
    expect(titles(page).length).toBeLessThan(40);
  });

  it('shows apart what was sent back, with the words, and does not count it', async () => {
    const changes_requested = {
      decision_id: 'd1',
      by: 'Grace Hopper',
      at: minutesAgo(5),
      comment: 'Say what it costs.',
    };
    const page = await open(aSnapshot({ gates: [aWaitingGate({ changes_requested })] }));
    expect(page.text).toContain('Nothing waits for you');
    expect(page.text).toContain('Waiting for a new version');
    for (const words of ['Say what it costs.', 'Grace Hopper']) expect(page.text).toContain(words);
  });

  it('shows what is stranded, and brings it in', async () => {
    const stranded = { why: 'untouched', reason: 'Nobody has touched it for 20 days.' } as const;
    hq.on('GET /api/gates?state=stranded', () => json([aWaitingGate({ gate_id: 'g7', stranded })]));
    hq.on('POST /api/gates/g7/bring-in', () => {
      hq.on('GET /api/gates?state=stranded', () => json([]));
      return { status: 204, body: '' };
    });
    const page = await open(aSnapshot({ gates: [] }));
    expect(page.text).toContain('Nobody has touched it for 20 days.');
    await page.press('Bring in');
    expect(page.text).not.toContain('Nobody has touched it');
    expect(page.root.querySelector('hq-toast-stack')?.textContent).toContain('It waits for you again');
  });

  it('says why HQ did not set a gate aside', async () => {
    const stranded = { why: 'untouched', reason: 'Nobody has touched it.' } as const;
    hq.on('GET /api/gates?state=stranded', () => json([aWaitingGate({ gate_id: 'g7', stranded })]));
    hq.on('POST /api/gates/g7/dismiss', () => problem(404, 'NOT_FOUND', 'That gate is gone.'));
    const page = await open(aSnapshot({ gates: [] }));
    await page.press('Dismiss');
    expect(page.root.querySelector('hq-toast-stack')?.textContent).toContain('That gate is gone.');
    expect(page.button('Dismiss')?.disabled).toBe(false);
  });

  it('tells in an empty inbox when the last gate was decided, where nothing says when it came', async () => {
    const decision = aDecision('applied', { decided_at: minutesAgo(180) });
    const page = await open(aSnapshot({ gates: [], decisions: [decision] }));
    expect(page.text).toContain('All clear');
    expect(page.text).toContain('The last gate was decided 3h ago');
  });

  it('follows my decision at the screen’s edge until its end, and offers no undo', async () => {
    const page = await open(aSnapshot({ gates: [aWaitingGate()] }));
    const said = () => page.root.querySelector('hq-toast-stack')?.textContent ?? '';
    hq.stream.emits('decision', aDecision('decided'));
    await page.settles();
    expect(said()).toContain('Recorded at HQ');
    hq.stream.emits('decision', aDecision('applied'));
    await page.settles();
    expect(said()).toContain('Committed as 3f9a1c2');
    expect(said()).not.toContain('ndo');
  });

  it('does not tell me of decisions that others made, or that were under way before', async () => {
    const before = aDecision('decided', { decision_id: 'd0' });
    const page = await open(
      aSnapshot({ instances: [anInstance({ online: false })], gates: [], decisions: [before] }),
    );
    hq.stream.emits(
      'decision',
      aDecision('decided', { decision_id: 'd2', approver: { id: 'p2', name: 'Grace' } }),
    );
    await page.settles();
    expect(page.root.querySelectorAll('hq-toast')).toHaveLength(0);
  });
});
