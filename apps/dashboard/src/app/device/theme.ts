import { BrowserStorage } from '../hq-client/browser-storage';

/** `auto`: as the system has it. */
export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'codev-hq.theme';
const storage = new BrowserStorage(() => localStorage);

export function chosenTheme(): Theme {
  const chosen = storage.get(KEY);
  return THEMES.find((theme) => theme === chosen) ?? 'auto';
}

export function chooseTheme(theme: Theme): void {
  if (theme === 'auto') storage.remove(KEY);
  else storage.put(KEY, theme);
  showTheme();
}

/** Called before the first page is drawn. `styles/tokens.css` reads the attribute. */
export function showTheme(): void {
  const theme = chosenTheme();
  if (theme === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}
