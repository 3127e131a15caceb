import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app/app';
import { appConfig } from './app/app.config';
import { showTheme } from './app/device/theme';
import { reader } from './locale/language';

void start();

/**
 * Text is looked up when it is first needed, so its translation must be there before. Nothing that this file imports
 * may say anything while it is being imported: `first-words.spec.ts` watches.
 */
async function start(): Promise<void> {
  showTheme();
  document.documentElement.lang = reader.language;
  if (reader.language === 'de') (await import('./locale/de')).speakGerman();
  await bootstrapApplication(App, appConfig);
}
