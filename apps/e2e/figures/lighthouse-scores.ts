import lighthouse, { type Flags } from 'lighthouse';
import { throttling } from 'lighthouse/core/config/constants.js';
import desktop from 'lighthouse/core/config/desktop-config.js';
import { chromium, type Page } from 'playwright-core';
import { ADA, CHROMIUM } from '../testing/browser.ts';
import { Connector } from '../testing/connector.ts';
import { inboxRow, openGate } from '../testing/gate-page.ts';
import { Hq } from '../testing/hq.ts';
import { Repository, statusFile } from '../testing/repository.ts';
import { freePort, scratchFolder } from '../testing/scratch.ts';
import { spread } from './percentile.ts';

const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
export type Scores = Readonly<Record<(typeof CATEGORIES)[number] | typeof MACHINE | typeof SLOWED, number>>;

/** Lighthouse's own measure of the machine. */
const MACHINE = 'benchmark of this machine';
const SLOWED = 'times slowed';

/**
 * Lighthouse's own simulations: a slow phone, which is its default, and a desk. The phone is four times slower than whatever this machine
 * is, and meant for machines of 1,500 to 2,000; `calibrated` is as much slower as makes the same phone of this one
 * (https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md#calibrating-the-cpu-slowdown).
 */
const DEVICES = ['phone', 'phone, calibrated', 'desk'] as const;
type Device = (typeof DEVICES)[number];
const DEFAULT_SLOWDOWN = 4;
const MEANT_FOR = 1_750;
/** A shared machine is twice as fast in one minute as in the next; a calibration for another minute says nothing. */
const SAME_POWER = 0.15;
const TRIES = 5;

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
    const power: number[] = [];
    for (const device of DEVICES) {
      for (const place of ['inbox', 'gate']) {
        await page.goto(`${hq.url}/`);
        if (place === 'gate') await openGate(page, '0068');
        const scored = (slowdown?: number) => scoresOf(page, device, port, slowdown);
        const found =
          device === 'phone, calibrated' ? await asCalibrated(spread(power).p50, scored) : await scored();
        power.push(found[MACHINE]);
        scores[`${place} on a ${device}`] = found;
      }
    }
    return scores;
  } finally {
    await context.close();
  }
}

/** Scores of a moment in which the machine is as fast as the one before that the slowdown is made for. */
async function asCalibrated(
  power: number,
  scored: (slowdown: number) => Promise<Scores>,
  tries = TRIES,
): Promise<Scores> {
  const found = await scored(calibrated(power));
  const isAsBefore = Math.abs(found[MACHINE] - power) <= SAME_POWER * power;
  return isAsBefore || tries === 1 ? found : asCalibrated(found[MACHINE], scored, tries - 1);
}

function calibrated(power: number): number {
  return Math.max(1, Math.round(((DEFAULT_SLOWDOWN * power) / MEANT_FOR) * 10) / 10);
}

async function scoresOf(
  page: Page,
  device: Device,
  port: number,
  slowdown: number | undefined,
): Promise<Scores> {
  const flags: Flags = {
    port,
    output: 'json',
    logLevel: 'error',
    onlyCategories: [...CATEGORIES],
    disableStorageReset: true, // keeps the session
    ...(slowdown !== undefined && {
      throttling: { ...throttling.mobileSlow4G, cpuSlowdownMultiplier: slowdown },
    }),
  };
  const result = await lighthouse(page.url(), flags, device === 'desk' ? desktop : undefined);
  if (!result) throw new Error('Lighthouse gave no result.');
  const { categories, configSettings, environment } = result.lhr;
  const score = (name: string) => Math.round((categories[name]?.score ?? 0) * 100);
  return {
    performance: score('performance'),
    accessibility: score('accessibility'),
    'best-practices': score('best-practices'),
    [MACHINE]: Math.round(environment.benchmarkIndex),
    [SLOWED]: configSettings.throttling.cpuSlowdownMultiplier,
  };
}
