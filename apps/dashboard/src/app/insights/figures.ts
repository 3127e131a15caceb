import type { GroupFigures, Insights, WaitFigures } from '@codev-hq/protocol';
import { reader } from '../../locale/language';
import { ageInWords, countInWords } from '../ui/age-format';
import { gateWords } from '../ui/gate-words';

/** With fewer, one gate more or less moves the figure far: it is not said. */
export const MEDIAN_NEEDS = 5;
export const P90_NEEDS = 10;

export const GROUPINGS = ['project', 'gate', 'approver'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export function groupingOf(text: string | undefined): Grouping {
  return GROUPINGS.find((grouping) => grouping === text) ?? 'project';
}

/** One group with what may be said of it; `null` where there is too little. */
export interface GroupRow {
  readonly key: string;
  readonly name: string;
  readonly count: number;
  readonly median: number | null;
  readonly p90: number | null;
  readonly longest: number;
}

export function groupRows(times: Insights['time_in_gate'], by: Grouping): readonly GroupRow[] {
  const groups = { project: times.by_project, gate: times.by_gate, approver: times.by_approver }[by];
  return groups.map((group) => ({
    key: group.id ?? group.name,
    name: nameOf(group, by),
    count: group.count,
    median: medianOf(group),
    p90: p90Of(group),
    longest: group.longest_ms,
  }));
}

export function medianOf({ count, median_ms }: WaitFigures): number | null {
  return count >= MEDIAN_NEEDS ? median_ms : null;
}

export function p90Of({ count, p90_ms }: WaitFigures): number | null {
  return count >= P90_NEEDS ? p90_ms : null;
}

export function gatesInWords(count: number): string {
  return count === 1
    ? $localize`:@@insights.one-gate:1 gate`
    : $localize`:@@insights.gates:${countInWords(count)}:count: gates`;
}

/** Of what a figure is, or why there is none. */
export function sampleInWords(count: number, needed: number): string {
  if (count === 0) return $localize`:@@insights.no-sample:no gate was decided`;
  if (count >= needed) return $localize`:@@insights.sample:of ${gatesInWords(count)}:gates:`;
  return $localize`:@@insights.small-sample:${gatesInWords(count)}:gates: decided, ${needed}:needed: are needed to say`;
}

/** `3h 12m`, or a dash for what is not said. */
export function waitInWords(milliseconds: number | null): string {
  return milliseconds === null ? '–' : ageInWords(milliseconds);
}

export function shareInWords(part: number, whole: number): string {
  return new Intl.NumberFormat(reader.locale, { style: 'percent', maximumFractionDigits: 0 }).format(
    whole === 0 ? 0 : part / whole,
  );
}

/** `2 of 38`. */
export function partInWords(part: number, whole: number): string {
  return $localize`:@@insights.part:${countInWords(part)}:part: of ${countInWords(whole)}:whole:`;
}

/** `Nov 25`, for a day of the reader's like `2026-11-25`. */
export function dayInWords(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const options = { month: 'short', day: 'numeric' } as const;
  return new Intl.DateTimeFormat(reader.locale, options).format(new Date(year, month - 1, date));
}

function nameOf(group: GroupFigures, by: Grouping): string {
  if (group.name === '') return $localize`:@@insights.unnamed:without a name`;
  return by === 'gate' ? gateWords(group.name).label : group.name;
}
