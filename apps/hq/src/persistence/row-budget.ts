export interface Budget {
  /** Rows that one machine may add at once … */
  readonly burst: number;
  /** … and one more every so many milliseconds. */
  readonly oneMoreEvery: number;
}

/** What machines add to the history: real ones add some hundred rows a day. */
const HISTORY: Budget = { burst: 20_000, oneMoreEvery: 1000 };

/** Keeps a machine that cannot make up its mind from filling the disk: what it may not add now is compared again later. */
export class RowBudget {
  private readonly spent = new Map<string, { rows: number; at: number }>();

  constructor(private readonly budget = HISTORY) {}

  /** Whether this machine may add something. */
  allows(instanceId: string, now: number): boolean {
    return this.of(instanceId, now).rows < this.budget.burst;
  }

  spend(instanceId: string, rows: number, now: number): void {
    const known = this.of(instanceId, now);
    this.spent.set(instanceId, { rows: known.rows + rows, at: known.at });
  }

  private of(instanceId: string, now: number): { rows: number; at: number } {
    const known = this.spent.get(instanceId) ?? { rows: 0, at: now };
    const { oneMoreEvery } = this.budget;
    const regained = Math.max(0, Math.floor((now - known.at) / oneMoreEvery));
    return { rows: Math.max(0, known.rows - regained), at: known.at + regained * oneMoreEvery };
  }
}
