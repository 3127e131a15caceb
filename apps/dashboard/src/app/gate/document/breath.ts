import { pageTurn } from '../../ui/page-turn';

/** Milliseconds of work after which the page gets a turn: a key press or a scroll never waits longer. */
const SLICE = 10;

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
