import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chosenTheme, chooseTheme, showTheme, whenThemeChanges } from './theme';

const ROOT = join(__dirname, '../../..');
const FIRST = readFileSync(join(ROOT, 'public/theme.js'), 'utf8');
const INDEX = readFileSync(join(ROOT, 'src/index.html'), 'utf8');

/** As the browser does with the page's first script. */
function loadAnew(): void {
  delete document.documentElement.dataset['theme'];
  const script = document.createElement('script');
  script.textContent = FIRST;
  document.head.append(script);
  script.remove();
}

function bars(): Record<string, string> {
  const found = [...document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')];
  return Object.fromEntries(found.map(({ dataset, media }) => [dataset['theme'] ?? '', media]));
}

describe('the theme', () => {
  beforeEach(() => {
    document.head.innerHTML = new DOMParser().parseFromString(INDEX, 'text/html').head.innerHTML;
    Object.assign(globalThis, { matchMedia: () => new EventTarget() });
    chooseTheme('auto');
  });

  it.each(['light', 'dark'] as const)('%s, once chosen, holds from before the first drawing on', (theme) => {
    chooseTheme(theme);
    expect(document.documentElement.dataset['theme']).toBe(theme);
    loadAnew();
    expect(document.documentElement.dataset['theme']).toBe(theme);
    expect(chosenTheme()).toBe(theme);
  });

  it('is the system’s when nothing, or nonsense, was chosen', () => {
    loadAnew();
    expect(document.documentElement.dataset['theme']).toBeUndefined();
    localStorage.setItem('codev-hq.theme', 'sepia');
    loadAnew();
    showTheme();
    expect(document.documentElement.dataset['theme']).toBeUndefined();
    expect(chosenTheme()).toBe('auto');
  });

  it('is set by a file of its own, before the styles and the app are asked for', () => {
    expect(INDEX.indexOf('<script src="theme.js"></script>')).toBeGreaterThan(0);
    expect(INDEX.indexOf('theme.js')).toBeLessThan(INDEX.indexOf('<body'));
    expect(INDEX).not.toMatch(/<script(?![^>]*src=)/);
  });

  it('gives the browser’s bars its colour, and gives them back to the system', () => {
    chooseTheme('dark');
    expect(bars()).toEqual({ light: 'not all', dark: 'all' });
    chooseTheme('auto');
    expect(bars()).toEqual({
      light: '(prefers-color-scheme: light)',
      dark: '(prefers-color-scheme: dark)',
    });
  });

  it('is told of to what draws in colours of its own, until that is gone', () => {
    const redraw = jest.fn();
    const gone = new AbortController();
    whenThemeChanges(redraw, gone.signal);
    chooseTheme('dark');
    expect(redraw).toHaveBeenCalledTimes(1);
    gone.abort();
    chooseTheme('light');
    expect(redraw).toHaveBeenCalledTimes(1);
  });
});
