import axe, { type NodeResult, type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const EVERYTHING = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** All that a theme changes is colours. */
const COLOURS = ['color-contrast'];

type Theme = 'light' | 'dark';

/** What axe finds on a page as it is now, in words. */
export async function violations(page: Page): Promise<string[]> {
  return ask(page, EVERYTHING);
}

/** What axe finds on a page in the theme that it has, and in the colours of the other one. Leaves the page as it was. */
export async function violationsInBothThemes(page: Page): Promise<string[]> {
  const found = await violations(page);
  const now = await themeOf(page);
  await page.emulateMedia({ colorScheme: now === 'dark' ? 'light' : 'dark' });
  found.push(...(await ask(page, COLOURS)));
  await page.emulateMedia({ colorScheme: now });
  return found;
}

async function ask(page: Page, runOnly: string[]): Promise<string[]> {
  // Once a document: reading axe takes longer than some of its answers.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const options: RunOptions = { runOnly, resultTypes: ['violations'] };
  const found = await page.evaluate(
    async (asked) => (await (globalThis as unknown as { axe: typeof axe }).axe.run(asked)).violations,
    options,
  );
  const theme = await themeOf(page);
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${theme}: ${id}: ${inWords(node)}`));
}

async function themeOf(page: Page): Promise<Theme> {
  return page.evaluate(() => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));
}

function inWords({ html, failureSummary }: NodeResult): string {
  return `${html} ${failureSummary ?? ''}`;
}
