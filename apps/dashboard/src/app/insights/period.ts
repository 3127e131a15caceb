import { pathWith } from '../hq-client/reading';

/** So many days up to today, in the reader's zone. */
export const PERIODS = [7, 30, 90, 365] as const;
export type Period = (typeof PERIODS)[number];
export const USUAL: Period = 30;

export function periodOf(text: string | undefined): Period {
  return PERIODS.find((days) => String(days) === text) ?? USUAL;
}

/** Whole days: the first begins at midnight, so that each is as long as the others. */
export function insightsPath(days: Period, now: number, zone: string): string {
  const first = new Date(now);
  first.setHours(0, 0, 0, 0);
  first.setDate(first.getDate() - days + 1);
  return pathWith('/api/insights', { since: first.toISOString(), zone });
}

export function zoneOfReader(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
