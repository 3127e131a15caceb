import {
  aDecision,
  aDetail,
  anInstance,
  aSession,
  aSnapshot,
  aWaitingGate,
} from '../../../testing/factories';
import { FakeHq, json } from '../../../testing/fake-hq';
import { Page } from '../../../testing/page';

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

describe('the inbox', () => {
  let hq: FakeHq;
  beforeEach(() => {
    hq = new FakeHq().install().on('GET /api/session', () => json(aSession()));
  });

  const open = async (snapshot: ReturnType<typeof aSnapshot>) => {
    const page = await Page.open('/');
    hq.stream.opens();
    hq.stream.emits('snapshot', snapshot);
    await page.settles();
    return page;
  };

  it('lists waiting gates oldest first, with age, machine, project and gate', async () => {
    const young = aWaitingGate({ gate_id: 'g1', title: 'Young', since: minutesAgo(5) });
    const old = aWaitingGate({
      gate_id: 'g2',
      title: 'Old',
      since: minutesAgo(192),
      instance_name: 'tower',
      online: false,
    });
    const page = await open(aSnapshot({ gates: [young, old] }));
    expect(page.text).toContain('2 gates wait for you, the oldest first');
    const cards = [...page.root.querySelectorAll('article')].map((card) =>
      card.textContent.replace(/\s+/g, ' '),
    );
    expect(cards[0]).toContain('Old');
    for (const words of ['3h 12m', 'tower', 'offline', 'shop', 'phase specify', 'Move from specify to plan?'])
      expect(cards[0]).toContain(words);
    expect(cards[1]).toContain('5m');
    expect(cards[1]).not.toContain('offline');
    expect(page.root.querySelector('article time')?.getAttribute('datetime')).toBe(old.since);
  });

  it('is one link from edge to edge in each row, also where its time stands', async () => {
    hq.on('GET /api/gates/g1', () => json(aDetail()));
    const page = await open(aSnapshot({ gates: [aWaitingGate()] }));
    const links = page.root.querySelectorAll<HTMLAnchorElement>('article .face a');
    expect([...links].map(({ className }) => className)).toEqual(['row-link open']);
    links[0]?.click();
    await page.until(() => page.address === '/gate/g1');
  });

  it('counts what waits in the document’s title and the navigation', async () => {
    const page = await open(aSnapshot({ gates: [aWaitingGate(), aWaitingGate({ gate_id: 'g2' })] }));
    expect(document.title).toBe('(2) Inbox · Codev HQ');
    expect(page.root.querySelector('nav')?.textContent).toContain('2 waiting');
  });

  it('does not count a gate that is decided and on its way, and says how far it is', async () => {
    const gate = aWaitingGate({ online: false, decision: aDecision('decided') });
    const page = await open(aSnapshot({ gates: [gate] }));
    expect(document.title).toBe('Inbox · Codev HQ');
    expect(page.text).toContain('Decided, on the way');
    expect(page.text).toContain('Approved by Ada Lovelace. Recorded at HQ. laptop is offline.');
  });

  it('brings a gate back whose decision was refused', async () => {
    const page = await open(aSnapshot({ gates: [aWaitingGate({ decision: aDecision('refused') })] }));
    expect(page.text).toContain('1 gate waits for you');
    expect(page.text).toContain('laptop refused it.');
  });

  it('shows a gate as soon as it is heard of, and drops it when it no longer waits (S11)', async () => {
    const page = await open(aSnapshot({ gates: [] }));
    expect(page.text).toContain('All clear');
    hq.stream.emits('gate', { gate_id: 'g1', gate: aWaitingGate() });
    await page.settles();
    expect(page.text).toContain('1 gate waits for you');
    hq.stream.emits('gate', { gate_id: 'g1' });
    await page.settles();
    expect(page.text).toContain('All clear');
  });

  it('says what to do when no machine has connected', async () => {
    const page = await open(aSnapshot({ instances: [], gates: [] }));
    expect(page.text).toContain('Start a connector');
  });

  it('does not call the inbox empty before HQ has told', async () => {
    const page = await Page.open('/');
    expect(page.text).not.toContain('All clear');
    expect(page.root.querySelector('[aria-label="Loading the inbox"]')).not.toBeNull();
  });

  it('lists past decisions with what became of them', async () => {
    const refused = aDecision('refused', { decision_id: 'd2', decided_at: '2026-11-21T10:00:00.000Z' });
    const page = await open(aSnapshot({ gates: [], decisions: [refused, aDecision('applied')] }));
    const rows = [...page.root.querySelectorAll('hq-decision-row')].map((row) => row.textContent);
    expect(rows[0]).toContain('3f9a1c2');
    expect(rows[1]).toContain('Approved · refused');
    expect(rows[1]).toContain('A hook refused the commit.');
  });

  it('tells two machines of one name apart', async () => {
    const twin = anInstance({ instance_id: 'c4d2e9f0-5b1e', status_files: [] });
    const page = await open(aSnapshot({ instances: [anInstance(), twin] }));
    expect(page.root.querySelector('article hq-machine-chip code')?.textContent).toBe('i1');
  });

  it('keeps what it knows when the device goes offline, and says so', async () => {
    const page = await open(aSnapshot({ instances: [anInstance()] }));
    window.dispatchEvent(new Event('offline'));
    await page.settles();
    expect(page.text).toMatch(/As of \d.*: HQ cannot be reached\. What you see was true then\./);
    expect(page.text).toContain('Feature');
    await page.press('Try now');
    hq.stream.opens();
    await page.settles();
    expect(page.text).not.toContain('HQ cannot be reached');
  });

  it('asks for a reload when HQ speaks another version', async () => {
    const page = await open(aSnapshot());
    hq.stream.emits('gate', { gate: 'something new' });
    await page.settles();
    expect(page.button('Reload the page')).not.toBeNull();
  });

  it('learns who is looking when HQ comes back to a page opened without it', async () => {
    hq.on('GET /api/session', () => 'lost');
    const page = await Page.open('/');
    expect(page.button('AL, account of Ada Lovelace')).toBeNull();
    hq.on('GET /api/session', () => json(aSession()));
    hq.stream.opens();
    hq.stream.emits('snapshot', aSnapshot());
    await page.settles();
    expect(page.button('AL, account of Ada Lovelace')).not.toBeNull();
  });
});
