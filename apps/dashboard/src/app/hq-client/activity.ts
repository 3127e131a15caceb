import { computed, inject, Service, signal } from '@angular/core';
import { activityPage, type ActivityEntry, type ActivityKind } from '@codev-hq/protocol/activity';
import { askHq, type HqTrouble } from './hq-http';
import { pathWith } from './reading';
import { Session } from './session';

/** What to look for; an empty part fits all. Times are ISO 8601. */
export interface ActivityFilter {
  readonly q: string;
  readonly kinds: readonly ActivityKind[];
  readonly project: string;
  readonly instance: string;
  readonly person: string;
  readonly since: string;
  readonly until: string;
}

const PAGE = 50;

/** The address of what fits the filter: a page of it, or all of it as a file. */
export function activityPath(
  { kinds, ...filter }: ActivityFilter,
  more: { cursor?: string | undefined; limit?: number; format?: 'ndjson' | 'csv' } = {},
): string {
  return pathWith('/api/activity', { ...filter, kind: kinds.join(','), ...more });
}

/** What has happened, newest first, read page by page. */
@Service({ autoProvided: false })
export class ActivityPages {
  private readonly session = inject(Session);
  private readonly read = signal<readonly ActivityEntry[]>([]);
  private readonly next = signal<string | undefined>(undefined);
  private readonly why = signal<HqTrouble | null>(null);
  private readonly asking = signal(false);
  private readonly begun = signal(false);
  private filter: ActivityFilter | null = null;
  private current: AbortController | null = null;

  readonly entries = this.read.asReadonly();
  readonly trouble = this.why.asReadonly();
  readonly loading = this.asking.asReadonly();
  /** Something of what was asked for last has been read. */
  readonly loaded = this.begun.asReadonly();
  readonly hasMore = computed(() => this.next() !== undefined);

  /** From the newest on. */
  async start(filter: ActivityFilter): Promise<void> {
    this.filter = filter;
    await this.page(undefined);
  }

  /** The page behind, unless it is on its way. */
  async more(): Promise<void> {
    if (!this.asking() && this.hasMore()) await this.page(this.next());
  }

  async again(): Promise<void> {
    await this.page(this.read().length > 0 ? this.next() : undefined);
  }

  leave(): void {
    this.current?.abort();
  }

  private async page(cursor: string | undefined): Promise<void> {
    if (!this.filter) return;
    this.current?.abort();
    const mine = new AbortController();
    this.current = mine;
    this.asking.set(true);
    try {
      const path = activityPath(this.filter, { cursor, limit: PAGE });
      const answer = await askHq(path, activityPage, { signal: mine.signal, withProof: true });
      if (mine.signal.aborted) return;
      this.why.set(answer.ok ? null : answer.trouble);
      if (!answer.ok) {
        if (answer.trouble.kind === 'signed-out') void this.session.refresh();
        return;
      }
      const { entries, next } = answer.value;
      this.read.update((before) => (cursor === undefined ? entries : withoutTwins([...before, ...entries])));
      this.next.set(next);
      this.begun.set(true);
    } catch (cause) {
      if (!mine.signal.aborted) throw cause;
    } finally {
      if (this.current === mine) this.asking.set(false);
    }
  }
}

/** A page may begin with what the one before ended with. */
function withoutTwins(entries: readonly ActivityEntry[]): readonly ActivityEntry[] {
  return [...new Map(entries.map((entry) => [entry.id, entry])).values()];
}
