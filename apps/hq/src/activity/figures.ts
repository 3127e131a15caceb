import type { GroupFigures, WaitFigures } from '@codev-hq/protocol';

/** Waits of one group, milliseconds. */
export class Waits {
  private readonly all: number[] = [];

  add(ms: number): void {
    this.all.push(ms);
  }

  get count(): number {
    return this.all.length;
  }

  /** By the nearest rank: every figure is a wait that there was. The median of two is the shorter one. */
  figures(): WaitFigures {
    const sorted = Float64Array.from(this.all).sort();
    const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
    return { count: sorted.length, median_ms: at(0.5), p90_ms: at(0.9), longest_ms: sorted.at(-1) ?? 0 };
  }
}

/** Waits by a name, and by an id where names may be alike. */
export class GroupedWaits {
  private readonly groups = new Map<string, { readonly name: string; readonly id?: string; waits: Waits }>();

  add(ms: number, name: string, id?: string): void {
    const key = id ?? name;
    const group = this.groups.get(key) ?? { name, ...(id !== undefined && { id }), waits: new Waits() };
    this.groups.set(key, group);
    group.waits.add(ms);
  }

  /** The largest first, at most so many. */
  figures(most: number): GroupFigures[] {
    return [...this.groups.values()]
      .sort((a, b) => b.waits.count - a.waits.count || a.name.localeCompare(b.name))
      .slice(0, most)
      .map(({ waits, ...group }) => ({ ...group, ...waits.figures() }));
  }
}
