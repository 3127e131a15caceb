import type { ActivityEntry } from '@codev-hq/protocol';

/** Something that happened, and its place in the order: newest first, then by where it is stored. */
export interface Happening {
  readonly at: number;
  /** Its number or id where it is stored. */
  readonly key: string;
  readonly entry: ActivityEntry;
}

/** Where to go on: before a time, or behind one entry of the same source. */
export interface From {
  readonly until?: number;
  readonly behind?: { readonly at: number; readonly key: string };
}

/** One place where happenings are stored. */
export interface Source {
  readonly rank: number;
  /** At most `limit`, newest first; fewer are all that is left. */
  fetch(from: From, limit: number): Promise<readonly Happening[]>;
}

/** The last entry of a page. */
export interface Cursor {
  readonly at: number;
  readonly rank: number;
  readonly key: string;
}

export interface Merged extends Happening {
  readonly rank: number;
}

/** Everything from several sources in one order, fetched a batch at a time. */
export async function* merged(
  sources: readonly Source[],
  cursor: Cursor | undefined,
  batch: number,
): AsyncGenerator<Merged> {
  const heads = sources.map((source) => new Head(source, start(source, cursor), batch));
  for (;;) {
    let next: Head | undefined;
    for (const head of heads) {
      if (!(await head.ready())) continue;
      if (next === undefined || head.at > next.at || (head.at === next.at && head.rank > next.rank))
        next = head;
    }
    if (next === undefined) return;
    yield next.take();
  }
}

/** Of one time, sources of a higher rank come first. */
function start({ rank }: Source, cursor: Cursor | undefined): From {
  if (!cursor) return {};
  if (rank === cursor.rank) return { behind: cursor };
  return { until: rank < cursor.rank ? cursor.at + 1 : cursor.at };
}

class Head {
  private waiting: Happening[] = [];
  private isDone = false;

  constructor(
    private readonly source: Source,
    private from: From,
    private readonly batch: number,
  ) {}

  get rank(): number {
    return this.source.rank;
  }

  get at(): number {
    return this.waiting[0]?.at ?? -Infinity;
  }

  /** False when there is nothing left. */
  async ready(): Promise<boolean> {
    if (this.waiting.length === 0 && !this.isDone) {
      this.waiting = [...(await this.source.fetch(this.from, this.batch))];
      this.isDone = this.waiting.length < this.batch;
      const last = this.waiting.at(-1);
      if (last) this.from = { behind: last };
    }
    return this.waiting.length > 0;
  }

  take(): Merged {
    const first = this.waiting.shift();
    if (!first) throw new Error('Nothing is waiting: ask whether it is ready first.');
    return { ...first, rank: this.rank };
  }
}
