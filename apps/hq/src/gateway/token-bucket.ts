/** Messages a connection may send: `rate` a second, `burst` at once. A rate of 0 means no limit. */
export class TokenBucket {
  private tokens: number;
  private updated: number;

  constructor(
    private readonly rate: number,
    private readonly burst: number,
    now: number,
  ) {
    this.tokens = burst;
    this.updated = now;
  }

  /** Takes one token: 0 when there was one, otherwise the milliseconds until there will be. */
  take(now: number): number {
    if (this.rate === 0) return 0;
    // A clock that jumps back gives nothing and takes nothing.
    const elapsed = Math.max(0, now - this.updated);
    this.updated = now;
    this.tokens = Math.min(this.burst, this.tokens + (elapsed * this.rate) / 1000);
    if (this.tokens >= 1) {
      this.tokens -= 1;
      return 0;
    }
    return Math.ceil(((1 - this.tokens) * 1000) / this.rate);
  }
}
