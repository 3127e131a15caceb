import { isDevMode, LOCALE_ID, provideZonelessChangeDetection, type ApplicationConfig } from '@angular/core';
import {
  PreloadAllModules,
  provideRouter,
  withComponentInputBinding,
  withInMemoryScrolling,
  withPreloading,
} from '@angular/router';
import { provideServiceWorker } from '@angular/service-worker';
import { reader } from '../locale/language';
import { routes } from './app.routes';

export const appConfig: ApplicationConfig = {
  providers: [
    provideZonelessChangeDetection(),
    provideServiceWorker('hq-worker.js', { enabled: !isDevMode() }),
    { provide: LOCALE_ID, useValue: reader.language },
    provideRouter(
      routes,
      withComponentInputBinding(),
      // Once a page is shown the few others are fetched too: on a phone the next tap then waits for data only.
      withPreloading(PreloadAllModules),
      withInMemoryScrolling({ scrollPositionRestoration: 'enabled' }),
    ),
  ],
};
