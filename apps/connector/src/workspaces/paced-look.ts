/** Looks again and again, never twice at once, and for one part of the time at most: what costs much is looked at less often. */
export class PacedLook {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private stopped = false;

  /** `look` says its own troubles; of the time it gets one part in `share`. */
  constructor(
    private readonly look: () => Promise<void>,
    private readonly everyMs: number,
    private readonly share: number,
  ) {}

  start(): void {
    this.restFor(this.everyMs);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  private restFor(ms: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      const begun = performance.now();
      this.looking = this.look().finally(() =>
        this.restFor(Math.max(this.everyMs, (this.share - 1) * (performance.now() - begun))),
      );
    }, ms);
  }
}
