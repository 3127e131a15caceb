import { inject, LOCALE_ID, provideZonelessChangeDetection, type ApplicationConfig } from '@angular/core';
import {
  provideRouter,
  withComponentInputBinding,
  withDisabledInitialNavigation,
  withInMemoryScrolling,
  withNavigationErrorHandler,
  withPreloading,
} from '@angular/router';
import { reader } from '../locale/language';
import { AfterFirstPage } from './after-first-page';
import { routes } from './app.routes';
import { AppUpdate } from './device/app-update';
import { afterPaint } from './shell/after-paint';

export const appConfig: ApplicationConfig = {
  providers: [
    provideZonelessChangeDetection(),
    { provide: LOCALE_ID, useValue: reader.language },
    provideRouter(
      [{ path: '', canMatch: [afterPaint], children: routes }],
      withComponentInputBinding(),
      // `main.ts` begins it.
      withDisabledInitialNavigation(),
      withPreloading(AfterFirstPage),
      withNavigationErrorHandler(({ error }) => inject(AppUpdate).missesPart(error)),
      withInMemoryScrolling({ scrollPositionRestoration: 'enabled' }),
    ),
  ],
};
