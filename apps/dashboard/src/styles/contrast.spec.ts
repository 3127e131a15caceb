import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { colours, contrast, type Theme } from '../../testing/contrast';

const APP = join(__dirname, '../..');
/** A colour, or a theme asked for behind the tokens' back. */
const NAMED = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)\(|prefers-color-scheme/i;
/** `| ink on paper | 4.5 | 16.5 | 15.9 |`: what is read on what, how much it needs, and what it has. */
const ROW = /^\| ([a-z0-9-]+) on ([a-z0-9-]+) +\| ([\d.]+) +\| ([\d.]+) +\| ([\d.]+) +\|$/gm;

const pairs = [...readFileSync(join(__dirname, '../../../../docs/design.md'), 'utf8').matchAll(ROW)].flatMap(
  ([, ink = '', ground = '', needed, light, dark]) =>
    (['light', 'dark'] as const).map((theme): [string, string, Theme, number, number] => [
      ink,
      ground,
      theme,
      Number(needed),
      Number(theme === 'light' ? light : dark),
    ]),
);

describe('the colours', () => {
  it('are listed in docs/design.md', () => {
    expect(pairs.length).toBeGreaterThan(50);
  });

  it.each(pairs)('%s on %s in %s has a contrast of at least %d: %d', (ink, ground, theme, needed, listed) => {
    const known = colours(theme);
    const found = contrast(known.get(ink) ?? '', known.get(ground) ?? '');
    expect(found).toBeGreaterThanOrEqual(needed);
    expect(listed).toBeCloseTo(Math.floor(found * 10) / 10, 5);
  });

  it('are the bars’ and the installed app’s too', () => {
    const index = readFileSync(join(APP, 'src/index.html'), 'utf8');
    const bars = [...index.matchAll(/data-theme="(light|dark)"[^>]*content="(#\w+)"/g)].map(
      ([, theme, colour]) => [theme, colour],
    );
    expect(bars).toEqual([
      ['light', colours('light').get('paper')],
      ['dark', colours('dark').get('paper')],
    ]);
    const manifest = readFileSync(join(APP, 'public/manifest.webmanifest'), 'utf8');
    expect(manifest).toContain(`"theme_color": "${colours('light').get('paper')}"`);
  });

  it('are named in tokens.css alone', () => {
    const styles = globSync('src/**/*.{css,ts}', { cwd: APP }).filter(
      (path) => !/tokens\.css$|\.spec\.ts$/.test(path),
    );
    const named = styles.filter((path) => NAMED.test(stylesIn(path, readFileSync(join(APP, path), 'utf8'))));
    expect(named).toEqual([]);
  });
});

function stylesIn(path: string, text: string): string {
  if (path.endsWith('.css')) return text;
  return [...text.matchAll(/styles: `([^`]*)`/g)].map(([, css]) => css).join('\n');
}
