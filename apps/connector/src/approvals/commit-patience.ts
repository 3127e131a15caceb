import { setTimeout as pause } from 'node:timers/promises';
import { obstacleIn } from './repository-obstacle.js';

const LOOK_EVERY_MS = 2_000;

/** Resolves when it is time to look again, at the latest when `stopped` fires. */
export type NextLook = (stopped: AbortSignal) => Promise<void>;

/** Looks every now and then, and only while something waits, whether a checkout can be committed to again. */
export class CommitPatience {
  private readonly stopping = new AbortController();

  /** Fires when this process stops. */
  get stopped(): AbortSignal {
    return this.stopping.signal;
  }

  constructor(private readonly nextLook: NextLook = afterAWhile) {}

  /** Resolves with true when nothing is in the way any more, with false when this process stops. */
  async until(checkout: string): Promise<boolean> {
    do {
      await this.nextLook(this.stopping.signal);
      if (this.stopping.signal.aborted) return false;
    } while (await obstacleIn(checkout));
    return true;
  }

  /** What waits is found in the journal by the next process. */
  stop(): void {
    this.stopping.abort();
  }
}

async function afterAWhile(stopped: AbortSignal): Promise<void> {
  // Being stopped ends the pause early, and that is all there is to it.
  await pause(LOOK_EVERY_MS, undefined, { signal: stopped }).catch(() => undefined);
}
