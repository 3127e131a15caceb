import { registerLocaleData } from '@angular/common';
import german from '@angular/common/locales/de';
import { loadTranslations } from '@angular/localize';
import { sayRefusals } from '../app/hq-client/refused-words';
import { translatedRefusal } from '../app/hq-client/translated-refusal';
import { translations } from './de.json';

/** A chunk of its own, fetched by those who read German. */
export function speakGerman(): void {
  registerLocaleData(german);
  loadTranslations(translations);
  sayRefusals(translatedRefusal);
}
