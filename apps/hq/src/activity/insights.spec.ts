import type { Insights } from '@codev-hq/protocol';
import { onEachEngine } from '../../testing/engines.js';
import { FakeMachine, statusFile, statusUpdate } from '../../testing/fake-machine.js';
import { FIXED_KEY, RunningHq } from '../../testing/running-hq.js';
import { pastDecision, pastFact, pastLook, storePast } from '../../testing/stored-past.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const AT = Date.parse('2026-03-02T09:00:00Z');
const READ = { reading_digest: 'a'.repeat(64) };
const PERIOD = 'since=2026-03-01T00:00:00Z&until=2026-03-04T00:00:00Z';

let hq: RunningHq;
let ada: string;

onEachEngine((fresh) => {
  beforeEach(async () => {
    hq = await RunningHq.start(await fresh());
    ada = await hq.signIn('Ada', 'ada@example.org');
  });
  afterEach(() => hq.stop());

  const insights = async (query = PERIOD) =>
    (await (await hq.call('GET', `/api/insights?${query}`, { cookie: ada })).json()) as Insights;

  /** Ten waits of 1 to 10 minutes in the shop, five by Ada and five by Grace, and two in the blog. */
  async function past(): Promise<void> {
    const shop = Array.from({ length: 10 }, (_, i) => {
      const n = i + 1;
      const who = n <= 5 ? { id: 'ada', name: 'Ada' } : { id: 'grace', name: 'Grace' };
      const decided_at = AT + n * HOUR;
      const decision = pastDecision(n, {
        decided_at,
        approver_id: who.id,
        approver_name: who.name,
        expected: JSON.stringify(READ),
      });
      const fact = pastFact(n, {
        kind: 'gate-decided',
        at: decided_at,
        waited: n * MINUTE,
        decided_at,
        decision_id: decision.id,
        person_id: who.id,
        person_name: who.name,
      });
      const look = pastLook(`gate-${n}`, who.id, decided_at - 1000, READ);
      return { decision, fact, look };
    });
    const blog = {
      project_path: '/code/blog',
      project_name: 'blog',
      project_id: '0007',
      gate: 'plan-approval',
    };
    const { project_name: _, ...place } = blog;
    const hasty = pastDecision(11, { ...place, decided_at: AT, expected: JSON.stringify(READ) });
    await storePast(hq, {
      decisions: [
        ...shop.map(({ decision }) => decision),
        hasty,
        pastDecision(12, { kind: 'request_changes', decided_at: Date.parse('2026-03-03T23:30:00Z') }),
        pastDecision(13, { decided_at: Date.parse('2026-02-28T23:59:59Z') }),
      ],
      history: [
        ...shop.map(({ fact }) => fact),
        pastFact(11, {
          ...blog,
          kind: 'gate-decided',
          at: AT,
          waited: 30_000,
          decision_id: hasty.id,
          person_id: 'ada',
          person_name: 'Ada',
        }),
        // Opened elsewhere: a wait of nobody whom HQ knows.
        pastFact(12, { ...blog, waited: 2 * HOUR, person_name: 'Waleed' }),
        // Vanished, and before the time asked for.
        pastFact(13, { kind: 'gate-vanished' }),
        pastFact(14, { waited: 99 * HOUR, at: Date.parse('2026-02-28T23:59:59Z') }),
      ],
      looks: shop.map(({ look }, i) => {
        // The third looked only afterwards, the fourth saw another version, at the fifth it was somebody else.
        if (i === 2) return { ...look, first_at: look.first_at + HOUR };
        if (i === 3)
          return pastLook(look.gate_id, look.person_id, look.first_at, { reading_digest: 'b'.repeat(64) });
        if (i === 4) return { ...look, person_id: 'grace' };
        return look;
      }),
    });
  }

  it('say how long gates wait: the median and the ninth of ten, of all, and by project, gate and approver', async () => {
    await past();
    const { time_in_gate, truncated } = await insights();
    const figures = (count: number, median_ms: number, p90_ms: number, longest_ms: number) => ({
      count,
      median_ms,
      p90_ms,
      longest_ms,
    });
    const [shop, blog] = [
      figures(10, 5 * MINUTE, 9 * MINUTE, 10 * MINUTE),
      figures(2, 30_000, 2 * HOUR, 2 * HOUR),
    ];
    expect(time_in_gate).toEqual({
      all: figures(12, 5 * MINUTE, 10 * MINUTE, 2 * HOUR),
      by_project: [
        { name: 'shop', ...shop },
        { name: 'blog', ...blog },
      ],
      by_gate: [
        { name: 'spec-approval', ...shop },
        { name: 'plan-approval', ...blog },
      ],
      by_approver: [
        { id: 'ada', name: 'Ada', ...figures(6, 2 * MINUTE, 5 * MINUTE, 5 * MINUTE) },
        { id: 'grace', name: 'Grace', ...figures(5, 8 * MINUTE, 10 * MINUTE, 10 * MINUTE) },
      ],
    });
    expect(truncated).toBe(false);
  });

  it('count approvals without a look at what was approved, and those that were quick besides', async () => {
    await past();
    const { approvals } = await insights();
    expect(approvals).toMatchObject({
      total: 11,
      unopened: 4,
      under_a_minute: 1,
      hasty: 1,
      by_approver: [
        { who: { id: 'ada', name: 'Ada' }, total: 6, unopened: 4, under_a_minute: 1, hasty: 1 },
        { who: { id: 'grace', name: 'Grace' }, total: 5, unopened: 0, under_a_minute: 0, hasty: 0 },
      ],
      hasty_ones: [{ gate_id: 'gate-11', project_path: '/code/blog', waited_ms: 30_000 }],
    });
  });

  it('count decisions by the day of whoever asks, days without any too', async () => {
    await past();
    expect((await insights()).decisions_by_day).toEqual([
      { day: '2026-03-01', approved: 0, changes_requested: 0 },
      { day: '2026-03-02', approved: 11, changes_requested: 0 },
      { day: '2026-03-03', approved: 0, changes_requested: 1 },
    ]);
    // By then it is the next day in Berlin.
    expect((await insights(`${PERIOD}&zone=Europe/Berlin`)).decisions_by_day.at(-1)).toEqual({
      day: '2026-03-04',
      approved: 0,
      changes_requested: 1,
    });
  });

  it('are those of one project or one machine when asked so', async () => {
    await past();
    const blog = await insights(`${PERIOD}&project=blog`);
    expect(blog.time_in_gate.all.count).toBe(2);
    expect((await insights(`${PERIOD}&project=0007`)).approvals.total).toBe(1);
    const other = await insights(`${PERIOD}&instance=machine-2`);
    expect(other.time_in_gate.all).toEqual({ count: 0, median_ms: 0, p90_ms: 0, longest_ms: 0 });
  });

  it('refuse a zone that there is not and a time that ends before it begins', async () => {
    for (const query of ['zone=Mars/Olympus', 'since=2026-03-04T00:00:00Z&until=2026-03-01T00:00:00Z']) {
      expect((await hq.call('GET', `/api/insights?${query}`, { cookie: ada })).status).toBe(400);
    }
  });

  it('show what waits now, until it is decided', async () => {
    const machine = await FakeMachine.registered(hq.url, FIXED_KEY);
    await machine.request('status_update', statusUpdate(statusFile()));
    const { waiting_now } = await insights();
    expect(waiting_now).toMatchObject([{ project_name: 'shop', gate: 'specify_to_plan.human_approval' }]);
    await machine.request('status_update', statusUpdate(statusFile({ status: 'passed' })));
    expect((await insights()).waiting_now).toEqual([]);
  });
});
