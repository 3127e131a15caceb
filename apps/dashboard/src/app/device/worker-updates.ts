import { computed, effect, inject, Service, untracked } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { filter, map } from 'rxjs';
import { LiveHq } from '../hq-client/live-hq';
import { AppWorker } from './app-worker';
import { dropWorker, hasWorker } from './worker-registration';

/** So long a reload waits for the worker to fetch the newest files; then it goes on without the worker. */
const FETCH_WITHIN_MS = 15_000;

/** What the service worker knows of newer files. */
@Service()
export class WorkerUpdates {
  private readonly worker = inject(AppWorker).updates;
  private readonly live = inject(LiveHq);
  private readonly fetched = toSignal(
    this.worker.versionUpdates.pipe(
      filter((event) => event.type === 'VERSION_READY'),
      map(() => true),
    ),
    { initialValue: false },
  );
  private readonly broken = toSignal(this.worker.unrecoverable.pipe(map(() => true)), {
    initialValue: false,
  });
  private wasLive = false;

  /** Newer files are here, or those that were kept are lost. */
  readonly found = computed(() => this.fetched() || this.broken());

  constructor() {
    effect(() => {
      if (this.live.connection() === 'live') untracked(() => void this.lookAgain());
    });
    effect(() => {
      // It has lost files that it promised to keep: without it the next load comes from HQ, and with a new one.
      if (this.broken()) void dropWorker();
    });
  }

  /** A worker that still holds the old page would only show it again. */
  async newestIsHere(): Promise<boolean> {
    if (!this.worker.isEnabled || !hasWorker()) return true;
    if (!this.fetched() && !(await this.asked())) return false;
    return this.worker.activateUpdate().catch(() => false);
  }

  /** HQ came back, perhaps as another version. (At the start the worker looks by itself.) */
  private async lookAgain(): Promise<void> {
    if (this.wasLive) await this.asked();
    this.wasLive = true;
  }

  /** Whether there was something new, and it is here. */
  private async asked(): Promise<boolean> {
    if (!this.worker.isEnabled || !hasWorker()) return false;
    const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), FETCH_WITHIN_MS));
    return Promise.race([this.worker.checkForUpdate().catch(() => false), late]);
  }
}
