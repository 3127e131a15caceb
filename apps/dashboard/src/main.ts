import { createApplication } from '@angular/platform-browser';
import { Router } from '@angular/router';
import { App } from './app/app';
import { appConfig } from './app/app.config';
import { showTheme } from './app/device/theme';
import { pageTurn } from './app/ui/page-turn';
import { reader } from './locale/language';

void start();

/**
 * Text is looked up when it is first needed, so its translation must be there before. Nothing that this file imports
 * may say anything while it is being imported: `first-words.spec.ts` watches. Reading the scripts, the frame and the
 * first page come one after the other, and what somebody presses meanwhile does not wait for all of it.
 */
async function start(): Promise<void> {
  showTheme();
  document.documentElement.lang = reader.language;
  if (reader.language === 'de') (await import('./locale/de')).speakGerman();
  await pageTurn();
  const app = await createApplication(appConfig);
  await pageTurn();
  app.bootstrap(App);
  await pageTurn();
  app.injector.get(Router).initialNavigation();
}
