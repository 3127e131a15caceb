import { setTimeout as pause } from 'node:timers/promises';
import type { ProjectCheckouts } from './project-checkouts.js';

/** Builders' last moments of work are told to the minute. */
const LOOK_EVERY_MS = 60_000;
/** Of the time, one part in so many is spent on looking, however many worktrees there are and however large. */
const SHARE = 25;
/** So that a hundred small worktrees do not come all at once. */
const BETWEEN_MS = 50;

/** Looks for work that git has not heard of yet, in one builder's worktree after the other, and never hurries. */
export class WorkWatch {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly projects: () => Iterable<Pick<ProjectCheckouts, 'builders' | 'lookForWork'>>,
    private readonly rest: (ms: number, stopped: AbortSignal) => Promise<unknown> = restFor,
  ) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const begun = performance.now();
      await this.round(signal);
      await this.rest(Math.max(0, LOOK_EVERY_MS - (performance.now() - begun)), signal);
    }
  }

  private async round(signal: AbortSignal): Promise<void> {
    for (const project of this.projects())
      for (const { worktree } of project.builders()) {
        if (signal.aborted) return;
        const begun = performance.now();
        await project.lookForWork(worktree, signal);
        await this.rest(Math.max(BETWEEN_MS, (performance.now() - begun) * (SHARE - 1)), signal);
      }
  }
}

/** Ends early when it is stopped. */
function restFor(ms: number, signal: AbortSignal): Promise<unknown> {
  return pause(ms, undefined, { signal }).catch(() => undefined);
}
