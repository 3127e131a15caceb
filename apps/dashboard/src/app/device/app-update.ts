import { computed, DestroyRef, inject, Injector, Service, signal } from '@angular/core';
import { LiveHq } from '../hq-client/live-hq';
import { dropWorker } from './worker-registration';
import type { WorkerUpdates } from './worker-updates';

/**
 * Whether HQ has a newer page than this one, and the way to it. The person says when: they may be in the middle of it.
 * The worker, which fetches it, is begun by the frame once the first page is read: nobody waits for it.
 */
@Service()
export class AppUpdate {
  private readonly live = inject(LiveHq);
  private readonly injector = inject(Injector);
  private readonly life = inject(DestroyRef);
  private readonly partIsGone = signal(false);
  private readonly worker = signal<WorkerUpdates | null>(null);

  readonly wanted = computed(
    () => this.worker()?.found() === true || this.partIsGone() || this.live.outdated(),
  );

  async beginWorker(): Promise<void> {
    try {
      const { WorkerUpdates } = await import('./worker-updates');
      if (!this.life.destroyed) this.worker.set(this.injector.get(WorkerUpdates));
    } catch (error) {
      this.missesPart(error);
    }
  }

  /** A page's own script was not to be had though HQ is there: it has other files now. */
  missesPart(error: unknown): void {
    if (isScriptGone(error) && this.live.connection() === 'live') this.partIsGone.set(true);
  }

  async reload(): Promise<void> {
    if (!(await this.worker()?.newestIsHere())) await dropWorker();
    location.reload();
  }
}

/** As Chromium, Firefox and Safari say it: none of them gives it a name. */
function isScriptGone(error: unknown): boolean {
  return (
    error instanceof TypeError && /dynamically imported module|Importing a module script/.test(error.message)
  );
}
