import type { Page } from 'playwright-core';
import { ADA, PHONE, signedIn } from '../testing/browser.ts';
import { Connector } from '../testing/connector.ts';
import { approveButton } from '../testing/gate-page.ts';
import { Hq } from '../testing/hq.ts';
import { manyProjects, type Amount } from '../testing/many-projects.ts';
import { until } from '../testing/until.ts';
import { collectVitals } from './vitals.ts';

/** A phone of the middle class is about four times slower than a desk. */
const SLOWER = 4;
const MACHINES = ['laptop', 'tower'] as const;

export interface LargeInbox {
  /** Largest Contentful Paint of the inbox, in milliseconds. */
  readonly lcp: number;
  /** The slowest interaction of each step of the walk, in milliseconds: Interaction to Next Paint, without its mercy. */
  readonly steps: Readonly<Record<string, number>>;
}

/** How quick the pages are on a phone when there is much: a load, then a walk as a person would take it. */
export async function largeInbox(amount: Amount): Promise<LargeInbox> {
  const hq = await Hq.start();
  const repositories = manyProjects(amount);
  const halves = MACHINES.map((_, half) =>
    repositories.filter((_, index) => index % MACHINES.length === half),
  );
  for (const [index, name] of MACHINES.entries()) await Connector.start(hq, name, halves[index] ?? []);
  await until(
    'HQ to know all of it',
    async () => (await hq.waiting()).length === amount.waiting && (await known(hq)) === amount.projects,
    60_000,
  );

  const person = await signedIn(hq, ADA, PHONE);
  const page = await person.context().newPage();
  await person.close();
  await page.addInitScript(collectVitals);
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.goto(`${hq.url}/`);
  await page.getByRole('article').first().waitFor();
  await calm(page);
  const lcp = await page.evaluate(() => globalThis.vitals.lcp);

  const steps: Record<string, number> = {};
  for (const [name, walk] of Object.entries(WALK)) {
    await page.evaluate(() => globalThis.vitals.slowest());
    await walk(page);
    await calm(page);
    steps[name] = await page.evaluate(() => globalThis.vitals.slowest());
  }
  return { lcp, steps };
}

const WALK: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'j and k': async (page) => {
    for (const key of 'jjjjjjjjkkkjjk') await press(page, key);
  },
  'filter by machine': async (page) => {
    await page.getByLabel('Machine').focus();
    await press(page, 'ArrowDown');
    await press(page, 'ArrowDown');
    await press(page, 'ArrowUp');
    await press(page, 'ArrowUp');
  },
  'group by project': async (page) => {
    await page.getByLabel('Groups').focus();
    await press(page, 'ArrowDown');
    await press(page, 'ArrowUp');
  },
  'open a gate': async (page) => {
    await page.getByRole('article').getByRole('link').first().tap();
    await approveButton(page).waitFor();
  },
  back: async (page) => {
    await page.locator('a.back').tap();
    await page.getByRole('article').first().waitFor();
  },
  'find by typing': async (page) => {
    await page.getByTitle('Find or do something').tap();
    await page.getByRole('combobox', { name: 'Find or do something' }).waitFor();
    for (const key of 'refund 04') await press(page, key);
    for (const key of ['Backspace', 'ArrowDown', 'ArrowDown', 'Escape']) await press(page, key);
  },
  'projects, board and list': async (page) => {
    await page.getByRole('link', { name: 'Projects' }).tap();
    await page.locator('hq-project-board').waitFor();
    await calm(page);
    await page.locator('label', { hasText: 'List' }).tap();
    await page.locator('hq-project-list').waitFor();
    await calm(page);
    await page.locator('label', { hasText: 'Board' }).tap();
    await page.locator('hq-project-board').waitFor();
  },
};

/** One key, and what it drew. */
async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key);
  await calm(page);
}

/** Until the page has drawn and has nothing more to do. */
async function calm(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => {
          requestIdleCallback(() => {
            resolve();
          });
        });
      }),
  );
}

async function known(hq: Hq): Promise<number> {
  const { instances } = await hq.state();
  return instances.flatMap(({ status_files }) => status_files).length;
}
