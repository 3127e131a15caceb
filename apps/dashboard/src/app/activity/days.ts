import type { ActivityEntry } from '@codev-hq/protocol';

export interface Day {
  /** A moment of it. */
  readonly at: string;
  readonly entries: readonly ActivityEntry[];
}

/** Entries by days of the reader's zone, in the order they came. */
export function daysOf(entries: readonly ActivityEntry[]): readonly Day[] {
  const days: { at: string; name: string; entries: ActivityEntry[] }[] = [];
  for (const entry of entries) {
    const name = new Date(entry.at).toDateString();
    const last = days.at(-1);
    if (last?.name === name) last.entries.push(entry);
    else days.push({ at: entry.at, name, entries: [entry] });
  }
  return days;
}
