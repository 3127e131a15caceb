/** Milliseconds of work after which the page gets a turn: a key press or a scroll never waits longer. */
const SLICE = 10;

interface WithScheduler {
  readonly scheduler?: { readonly yield?: () => Promise<void> };
}

/** Long work in slices. */
export class Breath {
  private since = performance.now();

  /** Lets the page have a turn when this slice is used up. */
  async taken(): Promise<void> {
    if (performance.now() - this.since < SLICE) return;
    await pageTurn();
    this.since = performance.now();
  }
}

function pageTurn(): Promise<void> {
  const { scheduler } = globalThis as WithScheduler;
  if (scheduler?.yield) return scheduler.yield();
  return new Promise((resolve) => setTimeout(resolve, 0));
}
