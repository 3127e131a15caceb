import { BrowserStorage } from '../app/hq-client/browser-storage';

/** The dashboard's languages. English is the one its templates are written in. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each in its own words, as a person looks for it. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', de: 'Deutsch' };

const KEY = 'codev-hq.language';
const storage = new BrowserStorage(() => localStorage);

/** The language of everything on the page, and the locale for dates and numbers: `de` and `de-AT`. */
export interface Reader {
  readonly language: Language;
  readonly locale: string;
}

/** What a person chose, else the first of the browser's languages that we speak, else English. */
export function readerOf(chosen: string | null, preferred: readonly string[]): Reader {
  const language = isLanguage(chosen) ? chosen : (preferred.map(primary).find(isLanguage) ?? 'en');
  // Somebody in Dublin or Vienna writes dates as they do there.
  return { language, locale: preferred.find((tag) => primary(tag) === language) ?? language };
}

export const reader = readerOf(storage.get(KEY), navigator.languages);

/** What was chosen in the settings; `null`: follow the browser. */
export function chosenLanguage(): Language | null {
  const chosen = storage.get(KEY);
  return isLanguage(chosen) ? chosen : null;
}

/** Holds from the next load of the page on. */
export function chooseLanguage(language: Language | null): void {
  if (language) storage.put(KEY, language);
  else storage.remove(KEY);
}

function primary(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? '';
}

function isLanguage(text: string | null): text is Language {
  return LANGUAGES.some((language) => language === text);
}
