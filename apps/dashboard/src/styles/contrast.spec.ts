import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { colours, contrast, type Theme } from '../../testing/contrast';

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
});
