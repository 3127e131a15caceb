import type { GroupFigures } from '@codev-hq/protocol';
import { groupRows } from './figures';
import { ageCounts, decisionCounts, decisionsPlot, hastyPlot, plotInWords, waitsPlot } from './plot';

const HOUR = 3_600_000;
const group = (name: string, count: number, hours = 3): GroupFigures => ({
  name,
  count,
  median_ms: hours * HOUR,
  p90_ms: 10 * hours * HOUR,
  longest_ms: 20 * hours * HOUR,
});
const rowsOf = (...by_project: GroupFigures[]) =>
  groupRows({ all: group('', 0), by_project, by_gate: [], by_approver: [] }, 'project');

describe('the plot of waits', () => {
  it('has a bar to the median and a line to p90, each where enough was decided', () => {
    const plot = waitsPlot(rowsOf(group('shop', 12), group('blog', 6), group('site', 4)));
    expect(plot?.rows).toEqual([
      { name: 'shop', value: 3 * HOUR, beyond: 30 * HOUR, figures: '3h · p90 1d 6h · 12 gates' },
      { name: 'blog', value: 3 * HOUR, beyond: undefined, figures: '3h · 6 gates' },
    ]);
    expect(plot?.most).toBe(30 * HOUR);
  });

  it('is none when no group is large enough', () => {
    expect(waitsPlot(rowsOf(group('shop', 4)))).toBeNull();
  });

  it('leaves the smallest of many groups to the table', () => {
    const many = Array.from({ length: 20 }, (_, at) => group(`project ${at}`, 100 - at));
    expect(waitsPlot(rowsOf(...many))?.rows.map(({ name }) => name)).toEqual(
      many.slice(0, 8).map(({ name }) => name),
    );
  });

  it('is said in words to who does not see it', () => {
    const plot = waitsPlot(rowsOf(group('shop', 12)));
    expect(plot && plotInWords(plot)).toBe('shop: 3h · p90 1d 6h · 12 gates');
  });
});

describe('the plot of decisions', () => {
  const day = (at: number) => new Date(Date.UTC(2026, 0, 1 + at)).toISOString().slice(0, 10);
  const days = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ day: day(at), approved: 1, changes_requested: at % 2 }));

  it('has a column for each day, and for each week of a long time', () => {
    expect(decisionCounts(days(90))).toHaveLength(90);
    const weeks = decisionCounts(days(365));
    expect(weeks).toHaveLength(53);
    expect(weeks.at(-1)?.approved).toBe(7);
    expect(weeks[0]?.approved).toBe(1);
  });

  it('is none when nothing was decided', () => {
    const quiet = days(3).map((one) => ({ ...one, approved: 0, changes_requested: 0 }));
    expect(decisionsPlot(decisionCounts(quiet))).toBeNull();
  });
});

describe('the plot of quick approvals', () => {
  it('shows shares, so that who decides much is not blamed for it', () => {
    const who = (name: string, total: number, hasty: number) => ({
      who: { id: name, name },
      total,
      unopened: hasty,
      under_a_minute: hasty,
      hasty,
    });
    const by_approver = [who('Ada', 40, 2), who('Grace', 4, 2)];
    const plot = hastyPlot({
      total: 44,
      unopened: 4,
      under_a_minute: 4,
      hasty: 4,
      by_approver,
      hasty_ones: [],
    });
    expect(plot?.rows.map(({ name, figures, value }) => [name, figures, value])).toEqual([
      ['Ada', '2 of 40 · 5%', 0.05],
      ['Grace', '2 of 4 · 50%', 0.5],
    ]);
  });
});

describe('ages of what waits', () => {
  it('are counted once each', () => {
    const counts = ageCounts([0, HOUR, 3 * HOUR, 5 * HOUR, 24 * HOUR, 1000 * HOUR]);
    expect(counts).toEqual([
      { name: '<1h', count: 1 },
      { name: '<4h', count: 2 },
      { name: '<1d', count: 1 },
      { name: '<3d', count: 1 },
      { name: '<7d', count: 0 },
      { name: '≥7d', count: 1 },
    ]);
  });
});
