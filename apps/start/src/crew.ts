import { Child, type ChildEnd, type ChildOptions } from './child.ts';

/** A stop is over within this many milliseconds; what has not ended by then is killed. */
const PATIENCE = 4000;

/** Ctrl-C reaches a child at the same moment as the launcher: an end counts as a surprise only after this long. */
const GRACE = 200;

/** The running processes. They live and end together. */
export class Crew {
  readonly #children: Child[] = [];
  readonly #onSurprise: (end: ChildEnd) => void;
  #stopping: Promise<void> | undefined;

  /** @param onSurprise called when a process ends although nobody asked it to */
  constructor(onSurprise: (end: ChildEnd) => void) {
    this.#onSurprise = onSurprise;
  }

  add(options: ChildOptions): Child {
    const child = new Child(options);
    this.#children.push(child);
    void child.ended.then((end) => {
      setTimeout(() => {
        if (!this.#stopping) this.#onSurprise(end);
      }, GRACE);
    });
    return child;
  }

  /** Ends all, the last started first, so that a connector can still tell HQ goodbye. */
  async stop(): Promise<void> {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  kill(): void {
    for (const child of this.#children) child.kill('SIGKILL');
  }

  async #stopAll(): Promise<void> {
    const late = setTimeout(() => {
      this.kill();
    }, PATIENCE);
    for (const child of this.#children.toReversed()) {
      child.kill('SIGTERM');
      await child.ended;
    }
    clearTimeout(late);
  }
}
