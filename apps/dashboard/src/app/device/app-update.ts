import { computed, effect, inject, Service, signal, untracked } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { SwUpdate } from '@angular/service-worker';
import { filter, map, NEVER } from 'rxjs';
import { LiveHq } from '../hq-client/live-hq';
import { dropWorker, hasWorker } from './worker-registration';

/** So long a reload waits for the worker to fetch the newest files; then it goes on without the worker. */
const FETCH_WITHIN_MS = 15_000;

/** Whether HQ has a newer page than this one, and the way to it. The person says when: they may be in the middle of it. */
@Service()
export class AppUpdate {
  /** Absent in development, and where the browser has none (an address without TLS). */
  private readonly worker = inject(SwUpdate, { optional: true });
  private readonly live = inject(LiveHq);
  private readonly fetched = toSignal(
    (this.worker?.versionUpdates ?? NEVER).pipe(
      filter((event) => event.type === 'VERSION_READY'),
      map(() => true),
    ),
    { initialValue: false },
  );
  private readonly broken = toSignal((this.worker?.unrecoverable ?? NEVER).pipe(map(() => true)), {
    initialValue: false,
  });
  private readonly partIsGone = signal(false);
  private wasLive = false;

  readonly wanted = computed(
    () => this.fetched() || this.broken() || this.partIsGone() || this.live.outdated(),
  );

  constructor() {
    effect(() => {
      if (this.live.connection() === 'live') untracked(() => void this.lookAgain());
    });
    effect(() => {
      // It has lost files that it promised to keep: without it the next load comes from HQ, and with a new one.
      if (this.broken()) void dropWorker();
    });
  }

  /** A page's own script was not to be had though HQ is there: it has other files now. */
  missesPart(error: unknown): void {
    if (isScriptGone(error) && this.live.connection() === 'live') this.partIsGone.set(true);
  }

  async reload(): Promise<void> {
    if (!(await this.newestIsHere())) await dropWorker();
    location.reload();
  }

  /** HQ came back, perhaps as another version. (At the start the worker looks by itself.) */
  private async lookAgain(): Promise<void> {
    if (this.wasLive) await this.asked();
    this.wasLive = true;
  }

  /** A worker that still holds the old page would only show it again. */
  private async newestIsHere(): Promise<boolean> {
    if (!this.worker?.isEnabled || !hasWorker()) return true;
    if (!this.fetched() && !(await this.asked())) return false;
    return this.worker.activateUpdate().catch(() => false);
  }

  /** Whether there was something new, and it is here. */
  private async asked(): Promise<boolean> {
    if (!this.worker?.isEnabled || !hasWorker()) return false;
    const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), FETCH_WITHIN_MS));
    return Promise.race([this.worker.checkForUpdate().catch(() => false), late]);
  }
}

/** As Chromium, Firefox and Safari say it: none of them gives it a name. */
function isScriptGone(error: unknown): boolean {
  return (
    error instanceof TypeError && /dynamically imported module|Importing a module script/.test(error.message)
  );
}
