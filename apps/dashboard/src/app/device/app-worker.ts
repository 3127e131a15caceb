import {
  createEnvironmentInjector,
  DestroyRef,
  EnvironmentInjector,
  ErrorHandler,
  inject,
  isDevMode,
  Service,
} from '@angular/core';
import { provideServiceWorker, SwPush, SwUpdate } from '@angular/service-worker';

const SCRIPT = 'hq-worker.js';

/**
 * Angular's side of the service worker, which is registered when somebody first asks for this. It is provided here and not
 * with the app, so that its script is no part of the first load.
 */
@Service()
export class AppWorker {
  private readonly inside = createEnvironmentInjector(
    [provideServiceWorker(SCRIPT, { enabled: !isDevMode() })],
    inject(EnvironmentInjector),
  );
  readonly updates = this.inside.get(SwUpdate);
  readonly push = this.inside.get(SwPush);

  constructor() {
    inject(DestroyRef).onDestroy(() => this.inside.destroy());
    const errors = inject(ErrorHandler);
    if (this.updates.isEnabled) register().catch((cause: unknown) => errors.handleError(cause));
  }
}

/** Angular does the same where the worker is provided with the app. */
async function register(): Promise<void> {
  const { serviceWorker } = navigator;
  serviceWorker.addEventListener('controllerchange', () =>
    serviceWorker.controller?.postMessage({ action: 'INITIALIZE' }),
  );
  await serviceWorker.register(SCRIPT);
}
