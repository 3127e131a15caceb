/** Rows that one machine may add at once, and one more every so many milliseconds: real ones add some hundred a day. */
const BURST = 20_000;
const ONE_MORE_EVERY = 1000;

/** Keeps a machine that cannot make up its mind from filling the disk: what it may not add now is compared again later. */
export class RowBudget {
  private readonly spent = new Map<string, { rows: number; at: number }>();

  /** Whether this machine may add something. */
  allows(instanceId: string, now: number): boolean {
    return this.of(instanceId, now).rows < BURST;
  }

  spend(instanceId: string, rows: number, now: number): void {
    const known = this.of(instanceId, now);
    this.spent.set(instanceId, { rows: known.rows + rows, at: known.at });
  }

  private of(instanceId: string, now: number): { rows: number; at: number } {
    const known = this.spent.get(instanceId) ?? { rows: 0, at: now };
    const regained = Math.max(0, Math.floor((now - known.at) / ONE_MORE_EVERY));
    return { rows: Math.max(0, known.rows - regained), at: known.at + regained * ONE_MORE_EVERY };
  }
}
