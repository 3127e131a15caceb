const MINUTE_MS = 60_000;

/** How much of a terminal may be sent in a minute. The clock is the caller's. */
export class OutputBudget {
  private since = -Infinity;
  private used = 0;

  constructor(private readonly bytesPerMinute: number) {}

  /** Whether these bytes may go; if so, they are counted. */
  take(bytes: number, now: number): boolean {
    if (now - this.since >= MINUTE_MS) {
      this.since = now;
      this.used = 0;
    }
    if (this.used + bytes > this.bytesPerMinute) return false;
    this.used += bytes;
    return true;
  }
}
