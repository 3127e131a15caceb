import { Injectable } from '@nestjs/common';
import { activityKind, type ActivityEntry, type ActivityPage, type ActivityQuery } from '@codev-hq/protocol';
import { Problem } from '../http/problem.js';
import type { Principal } from '../people/principal.js';
import { loopTurn } from '../persistence/loop-turns.js';
import { HistoryKeeper } from './history-keeper.js';
import { merged, type Cursor, type Merged } from './activity-source.js';
import { ActivitySources, type ActivityFilter } from './activity-sources.js';
import { ProjectNames } from './project-names.js';

/** Entries that are fetched at a time: each reader holds as many of each source, and garbage is collected around them. */
const BATCH = 100;
/** The most that one page looks through for words. */
const MOST_SEARCHED = 5_000;

/** What happened, newest first. */
@Injectable()
export class ActivityService {
  constructor(
    private readonly sources: ActivitySources,
    private readonly projects: ProjectNames,
    private readonly keeper: HistoryKeeper,
  ) {}

  async page(query: ActivityQuery, caller: Principal): Promise<ActivityPage> {
    const matches = matcher(query.q);
    const entries: ActivityEntry[] = [];
    let last: Merged | undefined;
    let searched = 0;
    const batch = query.q ? BATCH : Math.min(BATCH, query.limit + 1);
    for await (const happening of this.all(query, caller, batch)) {
      if (entries.length === query.limit || searched === MOST_SEARCHED)
        return { entries, ...(last && { next: cursorOf(last) }) };
      if (matches(happening.entry)) entries.push(happening.entry);
      last = happening;
      searched += 1;
      if (searched % BATCH === 0) await loopTurn();
    }
    return { entries };
  }

  /** All of it that fits the query, for an export; an empty line now and then while nothing does. */
  async *lines(
    query: ActivityQuery,
    caller: Principal,
    line: (entry: ActivityEntry) => string,
  ): AsyncGenerator<string> {
    const matches = matcher(query.q);
    let seen = 0;
    for await (const { entry } of this.all(query, caller, BATCH)) {
      if (matches(entry)) yield line(entry);
      seen += 1;
      if (seen % BATCH > 0) continue;
      yield '';
      await loopTurn();
    }
  }

  private async *all(query: ActivityQuery, caller: Principal, batch: number): AsyncGenerator<Merged> {
    // What was seen a moment ago may still be on its way to the disk.
    await this.keeper.flush();
    const filter: ActivityFilter = {
      ...(query.kind && { kinds: kindsOf(query.kind) }),
      ...(query.project !== undefined && { project: this.projects.filter(query.project) }),
      ...(query.instance !== undefined && { instanceId: query.instance }),
      ...(query.person !== undefined && { personId: query.person }),
      ...(query.since !== undefined && { since: Date.parse(query.since) }),
      ...(query.until !== undefined && { until: Date.parse(query.until) }),
      withAudit: caller.scopes.includes('admin'),
    };
    for await (const happening of merged(this.sources.for(filter), cursorFrom(query.cursor), batch))
      yield { ...happening, entry: this.projects.named(happening.entry) };
  }
}

function kindsOf(list: string): ActivityFilter['kinds'] {
  const kinds = list.split(',').map((kind) => activityKind.safeParse(kind.trim()));
  const wrong = kinds.findIndex(({ success }) => !success);
  if (wrong >= 0) {
    const error = `There is no kind "${list.split(',')[wrong] ?? ''}". See ActivityEntry in /api/openapi.json.`;
    throw new Problem({ code: 'INVALID_MESSAGE', error });
  }
  return new Set(kinds.flatMap(({ data }) => data ?? []));
}

/** Every word, in any order and case. */
function matcher(q: string | undefined): (entry: ActivityEntry) => boolean {
  const words = (q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return () => true;
  return (entry) => {
    const text = wordsIn(entry).join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

function wordsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsIn) : [];
}

const cursorOf = ({ at, rank, key }: Merged) => `${at}_${rank}_${key}`;

function cursorFrom(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined;
  const [, at, rank, key] = /^(\d{1,16})_([0-2])_([\w-]{1,64})$/.exec(text) ?? [];
  if (at === undefined || rank === undefined || key === undefined)
    throw new Problem({ code: 'INVALID_MESSAGE', error: 'This cursor is none of HQ’s. Start without one.' });
  return { at: Number(at), rank: Number(rank), key };
}
