/**
 * Keeps what we send below what HQ accepts (100 messages a second, 200 at once), so that nothing is ever refused for
 * being too fast. A bucket of turns that fills steadily; the clock is the caller's.
 */
export class Pacer {
  private turns: number;
  private filledAt: number;

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
    now: number,
  ) {
    this.turns = burst;
    this.filledAt = now;
  }

  /** Milliseconds until there is a turn; 0 when there is one. */
  waitFor(now: number): number {
    this.fill(now);
    return this.turns >= 1 ? 0 : Math.ceil(((1 - this.turns) / this.perSecond) * 1000);
  }

  /** Urgent messages (answers, heartbeats) take a turn in advance rather than wait. */
  take(now: number): void {
    this.fill(now);
    this.turns -= 1;
  }

  private fill(now: number): void {
    const passed = Math.max(0, now - this.filledAt) / 1000;
    this.turns = Math.min(this.burst, this.turns + passed * this.perSecond);
    this.filledAt = now;
  }
}
