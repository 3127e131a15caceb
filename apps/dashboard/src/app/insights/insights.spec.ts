import type { Insights } from '@codev-hq/protocol';
import { aSession, aSnapshot, aWaitingGate } from '../../../testing/factories';
import { FakeHq, json, problem } from '../../../testing/fake-hq';
import { Page } from '../../../testing/page';
import { insightsPath, zoneOfReader, type Period } from './period';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const figures = (count: number, median_ms = 3 * HOUR, p90_ms = 26 * HOUR, longest_ms = 50 * HOUR) => ({
  count,
  median_ms,
  p90_ms,
  longest_ms,
});
const NONE = { total: 0, unopened: 0, under_a_minute: 0, hasty: 0 };

function insightsOf(overrides: Partial<Insights> = {}): Insights {
  return {
    since: '2026-10-27T00:00:00.000Z',
    until: '2026-11-25T12:00:00.000Z',
    zone: 'UTC',
    time_in_gate: { all: figures(0, 0, 0, 0), by_project: [], by_gate: [], by_approver: [] },
    waiting_now: [],
    approvals: { ...NONE, by_approver: [], hasty_ones: [] },
    decisions_by_day: [{ day: '2026-11-25', approved: 0, changes_requested: 0 }],
    truncated: false,
    ...overrides,
  };
}

const BUSY = insightsOf({
  time_in_gate: {
    all: figures(42),
    by_project: [
      { name: 'shop', ...figures(38) },
      { name: 'blog', ...figures(4) },
    ],
    by_gate: [{ name: 'specify_to_plan.human_approval', ...figures(42) }],
    by_approver: [{ id: 'p1', name: 'Ada Lovelace', ...figures(7) }],
  },
  approvals: {
    total: 38,
    unopened: 5,
    under_a_minute: 3,
    hasty: 2,
    by_approver: [
      {
        who: { id: 'p1', name: 'Ada Lovelace' },
        total: 38,
        unopened: 5,
        under_a_minute: 3,
        hasty: 2,
      },
    ],
    hasty_ones: [
      {
        decision_id: 'd9',
        gate_id: 'g9',
        gate: 'plan-approval',
        project_path: '/home/ada/shop',
        project_name: 'shop',
        project_id: '0070',
        title: 'Rate limits',
        who: { id: 'p1', name: 'Ada Lovelace' },
        decided_at: '2026-11-24T10:00:00.000Z',
        waited_ms: 20_000,
      },
    ],
  },
  decisions_by_day: [
    { day: '2026-11-23', approved: 0, changes_requested: 0 },
    { day: '2026-11-24', approved: 36, changes_requested: 0 },
    { day: '2026-11-25', approved: 2, changes_requested: 4 },
  ],
});

describe('the insights', () => {
  let hq: FakeHq;
  beforeEach(() => {
    hq = new FakeHq().install().on('GET /api/session', () => json(aSession()));
  });

  const request = (days: Period = 30) => `GET ${insightsPath(days, Date.now(), zoneOfReader())}`;
  const open = async (answer: Insights, { gates = [aWaitingGate()], address = '/insights' } = {}) => {
    hq.on(request(), () => json(answer));
    const page = await Page.open(address);
    hq.stream.emits('snapshot', aSnapshot({ gates }));
    hq.stream.opens();
    await page.settles();
    return page;
  };
  const tiles = (page: Page) =>
    [...page.root.querySelectorAll('.tiles > div')].map((tile) =>
      [...tile.children].map((part) => part.textContent.trim()),
    );
  const table = (page: Page, heading: string) => {
    const sheets = [...page.root.querySelectorAll('hq-figure-sheet')];
    const sheet = sheets.find((one) => one.querySelector('h2')?.textContent === heading);
    return [...(sheet?.querySelectorAll('tbody tr') ?? [])].map((row) =>
      [...row.children].map((cell) => cell.textContent.trim()),
    );
  };

  it('say in figures how long gates wait, and of how many that is', async () => {
    const page = await open(BUSY, {
      gates: [aWaitingGate({ since: new Date(Date.now() - 2 * HOUR).toISOString() })],
    });
    expect(tiles(page)).toEqual([
      ['Median time in gate', '3h', 'of 42 gates'],
      ['Nine of ten within', '1d 2h', 'of 42 gates'],
      ['Waiting now', '1', 'the oldest for 2h'],
      [
        'Approved in a hurry',
        '2',
        '2 of 38 · 5%: within a minute of being asked for, without opening what was approved',
      ],
    ]);
  });

  it('say no figure of too few, and how many there are', async () => {
    const few = insightsOf({
      time_in_gate: {
        all: figures(3),
        by_project: [{ name: 'shop', ...figures(3) }],
        by_gate: [],
        by_approver: [],
      },
    });
    const page = await open(few);
    expect(tiles(page).slice(0, 2)).toEqual([
      ['Median time in gate', '–', '3 gates decided, 5 are needed to say'],
      ['Nine of ten within', '–', '3 gates decided, 10 are needed to say'],
    ]);
    expect(page.text).toContain('Too few gates were decided to compare');
    expect(table(page, 'Time in gate')).toEqual([['shop', '3', '–', '–', '2d 2h']]);
  });

  it('compare projects, gates and approvers, as the address says', async () => {
    const page = await open(BUSY);
    expect(table(page, 'Time in gate')).toEqual([
      ['shop', '38', '3h', '1d 2h', '2d 2h'],
      ['blog', '4', '–', '–', '2d 2h'],
    ]);
    page.root.querySelector<HTMLInputElement>('input[value=gate]')?.click();
    await page.settles();
    expect(page.address).toBe('/insights?by=gate');
    expect(table(page, 'Time in gate')).toEqual([['Specify → Plan', '42', '3h', '1d 2h', '2d 2h']]);
    page.root.querySelector<HTMLInputElement>('input[value=approver]')?.click();
    await page.settles();
    expect(table(page, 'Time in gate')).toEqual([['Ada Lovelace', '7', '3h', '–', '2d 2h']]);
  });

  it('count decisions by days, the newest first and without quiet ones', async () => {
    const rows = table(await open(BUSY), 'Decisions');
    expect(rows.map((cells) => cells.slice(1))).toEqual([
      ['2', '4'],
      ['36', '0'],
    ]);
  });

  it('name approvals within a minute that were not opened, each the way to more', async () => {
    const page = await open(BUSY);
    expect(table(page, 'Approved in a hurry')).toEqual([['Ada Lovelace', '38', '5', '3', '2']]);
    const link = page.root.querySelector('hq-quick-approvals a');
    expect(link?.getAttribute('href')).toBe('/decisions/d9');
    expect(link?.parentElement?.textContent).toContain('Plan approval · shop · Ada Lovelace');
  });

  it('say so when every approval was read first', async () => {
    const approvals = { ...BUSY.approvals, hasty: 0, hasty_ones: [] };
    expect((await open({ ...BUSY, approvals })).text).toContain(
      'None, of 38 in all: what was approved had been opened',
    );
  });

  it('list what waits now, the longest first, as the inbox has it', async () => {
    const gates = Array.from({ length: 8 }, (_, at) =>
      aWaitingGate({ gate_id: `g${at}`, since: `2026-11-1${at}T10:00:00.000Z` }),
    );
    const page = await open(insightsOf(), { gates });
    const links = [...page.root.querySelectorAll('hq-waiting-now a')].map((link) =>
      link.getAttribute('href'),
    );
    expect(links).toEqual(['/gate/g0', '/gate/g1', '/gate/g2', '/gate/g3', '/gate/g4', '/gate/g5', '/']);
    expect(page.text).toContain('All 8 in the inbox');
    hq.stream.emits('gate', { gate_id: 'g0' });
    await page.settles();
    expect(tiles(page)[2]?.[1]).toBe('7');
  });

  it('are of another time when that is chosen', async () => {
    const page = await open(BUSY);
    hq.on(request(7), () => json(insightsOf()));
    page.root.querySelector<HTMLInputElement>('input[value="7"]')?.click();
    await page.settles();
    expect(page.address).toBe('/insights?days=7');
    expect(tiles(page)[0]).toEqual(['Median time in gate', '–', 'no gate was decided']);
    expect(page.text).toContain('No gate was decided in this time.');
  });

  it('say what will come where there is nothing', async () => {
    expect((await open(insightsOf(), { gates: [] })).text).toContain('Nothing to measure yet');
  });

  it('say when more was stored than is counted', async () => {
    expect((await open({ ...BUSY, truncated: true })).text).toContain('more than is counted here');
  });

  it('say so while they are loaded', async () => {
    hq.on(request(), () => new Promise(() => undefined));
    const page = await Page.open('/insights');
    expect(page.root.querySelector('main [aria-label="Loading the insights"]')).not.toBeNull();
  });

  it('say why they do not come, and are asked for again', async () => {
    hq.on(request(), () => problem(503, 'INTERNAL', 'HQ is starting.'));
    const page = await Page.open('/insights');
    hq.stream.emits('snapshot', aSnapshot());
    await page.settles();
    expect(page.text).toContain('This could not be read. HQ is starting.');
    hq.on(request(), () => json(BUSY));
    await page.press('Try again');
    expect(tiles(page)).toHaveLength(4);
  });
});
