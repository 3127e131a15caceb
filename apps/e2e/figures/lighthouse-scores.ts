import lighthouse from 'lighthouse';
import { chromium, type Page } from 'playwright-core';
import { ADA, CHROMIUM } from '../testing/browser.ts';
import { Connector } from '../testing/connector.ts';
import { approveButton, inboxRow, openGate } from '../testing/gate-page.ts';
import { Hq } from '../testing/hq.ts';
import { Repository, statusFile } from '../testing/repository.ts';
import { freePort, scratchFolder } from '../testing/scratch.ts';

const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
export type Scores = Readonly<Record<(typeof CATEGORIES)[number], number>>;

/** Lighthouse's scores (0–100, its default: a slow phone) of the inbox and a gate for a person who is signed in. */
export async function lighthouseScores(): Promise<Record<'inbox' | 'gate', Scores>> {
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
    const inbox = await scoresOf(page, port);
    await page.goto(`${hq.url}/`);
    await openGate(page, '0068');
    await approveButton(page).waitFor();
    return { inbox, gate: await scoresOf(page, port) };
  } finally {
    await context.close();
  }
}

async function scoresOf(page: Page, port: number): Promise<Scores> {
  const result = await lighthouse(page.url(), {
    port,
    output: 'json',
    logLevel: 'error',
    onlyCategories: [...CATEGORIES],
    disableStorageReset: true, // keeps the session
  });
  if (!result) throw new Error('Lighthouse gave no result.');
  const { categories } = result.lhr;
  const score = (name: string) => Math.round((categories[name]?.score ?? 0) * 100);
  return {
    performance: score('performance'),
    accessibility: score('accessibility'),
    'best-practices': score('best-practices'),
  };
}
