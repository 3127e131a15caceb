import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Theme = 'light' | 'dark';

/** The colours of `tokens.css` by name, as a browser would resolve them in a theme. */
export function colours(theme: Theme): ReadonlyMap<string, string> {
  const css = readFileSync(join(__dirname, '../src/styles/tokens.css'), 'utf8');
  const colour = /--([a-z0-9-]+): (?:light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)|(#[0-9a-f]{6}));/g;
  return new Map(
    [...css.matchAll(colour)].map(([, name = '', light, dark, both]) => [
      name,
      both ?? (theme === 'light' ? light : dark) ?? '',
    ]),
  );
}

/** WCAG 2.2: from 1 (the same) to 21 (black on white). */
export function contrast(one: string, other: string): number {
  const [bright, dim] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (bright + 0.05) / (dim + 0.05);
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
