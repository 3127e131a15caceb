import lighthouse, { type Flags } from 'lighthouse';
import desktop from 'lighthouse/core/config/desktop-config.js';
import { chromium, type Page } from 'playwright-core';
import { ADA, CHROMIUM } from '../testing/browser.ts';
import { Connector } from '../testing/connector.ts';
import { inboxRow, openGate } from '../testing/gate-page.ts';
import { Hq } from '../testing/hq.ts';
import { Repository, statusFile } from '../testing/repository.ts';
import { freePort, scratchFolder } from '../testing/scratch.ts';

const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
export type Scores = Readonly<Record<(typeof CATEGORIES)[number] | typeof MACHINE, number>>;

/** Lighthouse's own measure of the machine. Its slowed phone is four times slower than whatever this is, and is meant for 1,500 and more. */
const MACHINE = 'benchmark of this machine';

/** Lighthouse's own simulations: a slow phone, which is its default, and a desk. */
const DEVICES = { phone: undefined, desk: desktop } as const;
type Device = keyof typeof DEVICES;

/** Lighthouse's scores (0–100) and its measure of the machine by page and device, `inbox on a phone`, for a person who is signed in. */
export async function lighthouseScores(): Promise<Record<string, Scores>> {
  const hq = await Hq.start();
  const repository = new Repository('figures');
  repository.commit('codev/status/0068-figures.md', statusFile());
  await Connector.start(hq, 'laptop', [repository]);

  // Lighthouse drives the browser's own profile, so the person must be signed in there and not in a separate context.
  const port = await freePort();
  const args = [...CHROMIUM.args, `--remote-debugging-port=${port}`];
  const context = await chromium.launchPersistentContext(scratchFolder('profile'), { ...CHROMIUM, args });
  try {
    const page = await context.newPage();
    await page.goto(await hq.link(ADA.name, ADA.email));
    await inboxRow(page, '0068').waitFor();
    const scores: Record<string, Scores> = {};
    for (const device of ['phone', 'desk'] as const) {
      await page.goto(`${hq.url}/`);
      scores[`inbox on a ${device}`] = await scoresOf(page, device, port);
      await page.goto(`${hq.url}/`);
      await openGate(page, '0068');
      scores[`gate on a ${device}`] = await scoresOf(page, device, port);
    }
    return scores;
  } finally {
    await context.close();
  }
}

async function scoresOf(page: Page, device: Device, port: number): Promise<Scores> {
  const flags: Flags = {
    port,
    output: 'json',
    logLevel: 'error',
    onlyCategories: [...CATEGORIES],
    disableStorageReset: true, // keeps the session
  };
  const result = await lighthouse(page.url(), flags, DEVICES[device]);
  if (!result) throw new Error('Lighthouse gave no result.');
  const { categories, environment } = result.lhr;
  const score = (name: string) => Math.round((categories[name]?.score ?? 0) * 100);
  return {
    performance: score('performance'),
    accessibility: score('accessibility'),
    'best-practices': score('best-practices'),
    [MACHINE]: Math.round(environment.benchmarkIndex),
  };
}
