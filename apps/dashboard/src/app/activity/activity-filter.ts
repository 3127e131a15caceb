import type { ActivityFilter } from '../hq-client/activity';
import { isKindGroup, KIND_GROUPS } from './activity-words';

/** What the address says; days are `2026-11-25`, in the reader's zone and both included. */
export interface ActivityAddress {
  readonly q: string;
  readonly kind: string;
  readonly project: string;
  readonly instance: string;
  readonly person: string;
  readonly since: string;
  readonly until: string;
}

export const NO_FILTER: ActivityAddress = {
  q: '',
  kind: '',
  project: '',
  instance: '',
  person: '',
  since: '',
  until: '',
};

export function filterOf(address: ActivityAddress): ActivityFilter {
  const { kind, since, until, ...same } = address;
  return {
    ...same,
    q: same.q.trim(),
    project: same.project.trim(),
    kinds: isKindGroup(kind) ? KIND_GROUPS[kind] : [],
    since: beginOfDay(since, 0),
    until: beginOfDay(until, 1),
  };
}

/** When a day, or the one after it, begins for the reader; empty for what is no day. */
function beginOfDay(day: string, later: number): string {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (year === undefined) return '';
  const begin = new Date(Number(year), Number(month) - 1, Number(date) + later);
  return Number.isNaN(begin.getTime()) ? '' : begin.toISOString();
}
