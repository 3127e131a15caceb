import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ROOT } from '../testing/node-process.ts';

export const FOLDER = 'tmp/screenshots';
/** What the README shows is taken again, smaller, when it is asked for: a picture never comes out the same twice. */
const FOR_README = process.env['SCREENSHOTS_README'] === '1';
const README_FOLDER = 'docs/pictures';
const IN_README = new Set([
  'inbox-full-phone',
  'gate-reading-phone',
  'projects-board-desk',
  'insights-charts-desk',
]);
export const SCHEMES = ['light', 'dark'] as const;
/** Of what goes on for ever, as a log does, the beginning is enough. */
const TALLEST = 2600;
export type Device = 'phone' | 'desk';

/** The pictures, by name: what a page shows, on what, in which theme. */
export class Album {
  readonly #taken = new Set<string>();

  constructor() {
    rmSync(join(ROOT, FOLDER), { recursive: true, force: true });
    mkdirSync(join(ROOT, FOLDER), { recursive: true });
  }

  get size(): number {
    return this.#taken.size;
  }

  /** What the page shows now, in both themes; `whole` also what is below the screen. */
  async take(page: Page, name: string, device: Device, whole: boolean): Promise<void> {
    const screen = page.viewportSize();
    if (whole && screen)
      await page.setViewportSize({ ...screen, height: await heightOf(page, screen.height) });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await drawn(page);
      const file = `${name}-${device}-${colorScheme}.png`;
      const path = join(ROOT, FOLDER, file);
      await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
      this.#taken.add(file);
      if (FOR_README && IN_README.has(`${name}-${device}`))
        await page.screenshot({
          ...{ path: join(ROOT, README_FOLDER, file), scale: 'css' },
          ...{ animations: 'disabled', caret: 'hide' },
        });
    }
    if (screen) await page.setViewportSize(screen);
  }

  /** What it was instead. */
  async keepFailure(page: Page, name: string, device: Device): Promise<void> {
    await page.screenshot({ path: join(ROOT, FOLDER, `failed-${name}-${device}.png`) });
  }

  missing(names: readonly string[]): string[] {
    const wanted = names.flatMap((name) =>
      ['phone', 'desk'].flatMap((device) => SCHEMES.map((scheme) => `${name}-${device}-${scheme}.png`)),
    );
    return wanted.filter((file) => !this.#taken.has(file));
  }
}

/** A taller screen rather than the browser's picture of a whole page: there the bars would lie across its middle. */
function heightOf(page: Page, screen: number): Promise<number> {
  return page.evaluate(
    ([least, most]) => Math.min(Math.max(document.documentElement.scrollHeight, least), most),
    [screen, TALLEST] as const,
  );
}

/** Two frames: charts and diagrams are drawn anew for another theme. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((resolve) => {
      requestAnimationFrame(() => requestAnimationFrame(resolve));
    });
  });
}
