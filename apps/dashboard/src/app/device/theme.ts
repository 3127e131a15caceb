import { BrowserStorage } from '../hq-client/browser-storage';

/** `auto`: as the system has it. */
export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'codev-hq.theme';
const changes = new EventTarget();
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

/** `styles/tokens.css` reads the attribute, which `public/theme.js` has set before; a browser's own bars follow here. */
export function showTheme(): void {
  const theme = chosenTheme();
  const page = document.documentElement;
  if (theme === 'auto') delete page.dataset['theme'];
  else page.dataset['theme'] = theme;
  for (const bar of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const own = bar.dataset['theme'];
    bar.media = theme === 'auto' ? `(prefers-color-scheme: ${own})` : theme === own ? 'all' : 'not all';
  }
  changes.dispatchEvent(new Event('change'));
}

/** For what is drawn in colours of its own. Also when the system changes, which may or may not change what is shown. */
export function whenThemeChanges(run: () => void, until: AbortSignal): void {
  changes.addEventListener('change', run, { signal: until });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', run, { signal: until });
}

/** By what is on the screen, however it came to be. */
export function isDark(): boolean {
  const [red = 255, green = 255, blue = 255] =
    getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g)?.map(Number) ?? [];
  return red + green + blue < 384;
}
