import type { Page } from 'playwright-core';
import { ADA, DESK, signedIn, signInByLink } from '../testing/browser.ts';
import { heading } from '../testing/gate-page.ts';
import { Hq } from '../testing/hq.ts';
import { cleanUp } from '../testing/scratch.ts';

const LIGHT = 'rgb(246, 246, 243)';
const DARK = 'rgb(15, 18, 22)';

describe('how the dashboard looks and speaks', () => {
  let hq: Hq;

  beforeAll(async () => {
    hq = await Hq.start();
  });
  afterAll(cleanUp);

  test.each([
    ['Dark', 'light', DARK, LIGHT],
    ['Light', 'dark', LIGHT, DARK],
  ] as const)(
    '%s, once chosen, holds on a system that is %s, also before the app has started',
    async (name, system, chosen, before) => {
      const page = await signInByLink(hq, ADA, { ...DESK, colorScheme: system });
      await page.goto(`${hq.url}/settings/appearance`);
      await heading(page, 'Appearance').waitFor();
      expect(await ground(page)).toBe(before);
      await choose(page, name);
      expect(await ground(page)).toBe(chosen);
      expect(await barColour(page)).toBe(chosen === DARK ? '#0f1216' : '#f6f6f3');

      // Without the app itself nothing but the page's first script can have set it.
      await page.route(/\/main-[^/]*\.js$/, (route) => route.abort());
      await page.reload({ waitUntil: 'load' });
      expect(await ground(page)).toBe(chosen);
      await page.unroute(/\/main-[^/]*\.js$/);
      await page.reload();
      await heading(page, 'Appearance').waitFor();
      expect(await ground(page)).toBe(chosen);

      await choose(page, 'As the system');
      expect(await ground(page)).toBe(before);
    },
  );

  test('the language that was chosen is spoken from then on, whatever the browser prefers', async () => {
    const page = await signedIn(hq, ADA);
    await page.goto(`${hq.url}/settings/appearance`);
    await heading(page, 'Appearance').waitFor();
    expect(await language(page)).toBe('en');
    await choose(page, 'Deutsch');
    await page.getByRole('button', { name: 'Load the page in that language' }).click();
    await heading(page, 'Aussehen').waitFor();
    expect(await language(page)).toBe('de');
    await page.goto(hq.url);
    await heading(page, 'Eingang').waitFor();
    await page.goto(`${hq.url}/settings/appearance`);
    await choose(page, 'English');
    await page.getByRole('button', { name: 'Seite in dieser Sprache laden' }).click();
    await heading(page, 'Appearance').waitFor();
    expect(await language(page)).toBe('en');
  });
});

/** The words beside a radio button, which is there for the keyboard and for screen readers. */
async function choose(page: Page, words: string): Promise<void> {
  await page.locator('hq-segmented label').filter({ hasText: words }).click();
}

async function ground(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
}

async function language(page: Page): Promise<string> {
  return page.evaluate(() => document.documentElement.lang);
}

/** What a phone's browser draws its own bar in. */
async function barColour(page: Page): Promise<string | undefined> {
  return page.evaluate(
    () =>
      [...document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')].find(
        ({ media }) => matchMedia(media).matches,
      )?.content,
  );
}
