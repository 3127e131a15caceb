import type { Insights } from '@codev-hq/protocol';
import { ageInWords, countInWords } from '../ui/age-format';
import { dayInWords, gatesInWords, partInWords, shareInWords, type GroupRow } from './figures';

export type SeriesColour = 'series-1' | 'series-2' | 'series-3' | 'series-6' | 'returned';

/** A row of its own for each: its name and figures above, its bar below. */
export interface BarsPlot {
  readonly kind: 'bars';
  readonly colour: SeriesColour;
  /** What a bar over the whole width is worth. */
  readonly most: number;
  readonly rows: readonly BarRow[];
}

export interface BarRow {
  readonly name: string;
  readonly figures: string;
  /** How long the bar is. */
  readonly value: number;
  /** How far a thin line goes on from there. */
  readonly beyond?: number | undefined;
}

/** Counts side by side, those of one column on top of each other. */
export interface ColumnsPlot {
  readonly kind: 'columns';
  readonly names: readonly string[];
  readonly series: readonly {
    readonly name: string;
    readonly colour: SeriesColour;
    readonly counts: readonly number[];
  }[];
}

export type Plot = BarsPlot | ColumnsPlot;

/** More bars are not compared with the eye; the table has all. */
const MOST_BARS = 8;
/** A longer time is counted by weeks. */
const MOST_DAYS = 92;

/** `null` when no group is large enough to be compared. */
export function waitsPlot(rows: readonly GroupRow[]): BarsPlot | null {
  const shown = rows
    .flatMap(({ name, count, median, p90 }) =>
      median === null
        ? []
        : [
            {
              name,
              value: median,
              beyond: p90 ?? undefined,
              figures:
                p90 === null
                  ? $localize`:@@insights.bar:${ageInWords(median)}:median: · ${gatesInWords(count)}:gates:`
                  : $localize`:@@insights.bar-p90:${ageInWords(median)}:median: · p90 ${ageInWords(p90)}:p90: · ${gatesInWords(count)}:gates:`,
            },
          ],
    )
    .slice(0, MOST_BARS);
  if (shown.length === 0) return null;
  const most = Math.max(...shown.map(({ value, beyond }) => beyond ?? value), 1);
  return { kind: 'bars', colour: 'series-1', most, rows: shown };
}

/** By approver, the share of approvals that came in under a minute and unopened. `null` when there is none. */
export function hastyPlot({ by_approver, hasty }: Insights['approvals']): BarsPlot | null {
  if (hasty === 0) return null;
  const rows = by_approver.slice(0, MOST_BARS).map(({ who, total, hasty: quick }) => ({
    name: who.name,
    figures: `${partInWords(quick, total)} · ${shareInWords(quick, total)}`,
    value: total === 0 ? 0 : quick / total,
  }));
  return { kind: 'bars', colour: 'series-2', most: 1, rows };
}

export interface DecisionCount {
  readonly name: string;
  readonly approved: number;
  readonly sentBack: number;
}

/** By days, or by weeks where there are many days. */
export function decisionCounts(days: Insights['decisions_by_day']): readonly DecisionCount[] {
  const size = days.length > MOST_DAYS ? 7 : 1;
  const counts: DecisionCount[] = [];
  // From the end, so that the last week is a whole one.
  for (let end = days.length; end > 0; end -= size) {
    const some = days.slice(Math.max(0, end - size), end);
    const first = dayInWords(some[0]?.day ?? '');
    counts.unshift({
      name: size === 1 ? first : $localize`:@@insights.week:week of ${first}:day:`,
      approved: sum(some.map(({ approved }) => approved)),
      sentBack: sum(some.map(({ changes_requested }) => changes_requested)),
    });
  }
  return counts;
}

export function decisionsPlot(counts: readonly DecisionCount[]): ColumnsPlot | null {
  if (counts.every(({ approved, sentBack }) => approved + sentBack === 0)) return null;
  return {
    kind: 'columns',
    names: counts.map(({ name }) => name),
    series: [
      {
        name: $localize`:@@insights.approved:Approved`,
        colour: 'series-3',
        counts: counts.map(({ approved }) => approved),
      },
      {
        name: $localize`:@@insights.sent-back:Changes requested`,
        colour: 'returned',
        counts: counts.map(({ sentBack }) => sentBack),
      },
    ],
  };
}

export interface AgeCount {
  readonly name: string;
  readonly count: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How many have waited how long; a wait belongs to the first of these that it is shorter than. */
export function ageCounts(ages: readonly number[]): readonly AgeCount[] {
  const limits = [HOUR, 4 * HOUR, DAY, 3 * DAY, 7 * DAY];
  const names = limits.map((limit) => `<${ageInWords(limit)}`);
  const last = `≥${ageInWords(7 * DAY)}`;
  return [...names, last].map((name, at) => ({
    name,
    count: ages.filter((age) => limits.filter((limit) => age >= limit).length === at).length,
  }));
}

export function agesPlot(counts: readonly AgeCount[]): ColumnsPlot {
  return {
    kind: 'columns',
    names: counts.map(({ name }) => name),
    series: [
      {
        name: $localize`:@@insights.waiting:Waiting`,
        colour: 'series-2',
        counts: counts.map(({ count }) => count),
      },
    ],
  };
}

/** What a chart shows, for who does not see it: its first rows in words. */
export function plotInWords(plot: Plot): string {
  if (plot.kind === 'bars') return plot.rows.map(({ name, figures }) => `${name}: ${figures}`).join('; ');
  return plot.series.map(({ name, counts }) => `${name}: ${countInWords(sum(counts))}`).join('; ');
}

function sum(all: readonly number[]): number {
  return all.reduce((total, one) => total + one, 0);
}
