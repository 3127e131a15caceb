import type { NextLook } from '../src/approvals/commit-patience.js';

/** Time as what waits for git sees it: it looks again when the test says so. */
export class Looks {
  private readonly sleepers = new Set<() => void>();
  private readonly watchers = new Set<() => void>();
  private taken = 0;

  readonly next: NextLook = (stopped) =>
    new Promise((resolve) => {
      const wake = (): void => {
        this.sleepers.delete(wake);
        resolve();
      };
      stopped.addEventListener('abort', wake);
      this.sleepers.add(wake);
      this.taken += 1;
      for (const look of [...this.watchers]) look();
      if (stopped.aborted) wake();
    });

  /** Resolves as soon as `count` have gone to sleep, ever. */
  async asleep(count = 1): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (this.taken < count) return;
        this.watchers.delete(look);
        resolve();
      };
      this.watchers.add(look);
      look();
    });
  }

  get sleeping(): number {
    return this.sleepers.size;
  }

  /** Everyone looks now. */
  now(): void {
    for (const wake of [...this.sleepers]) wake();
  }
}
