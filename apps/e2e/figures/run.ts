/**
 * `npm run figures`: measures what was built, three times, on this machine as it is. Prints a table and writes
 * `tmp/figures.json`. `FIGURES_ONLY=large,start` measures those parts alone.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { cleanUp } from '../testing/scratch.ts';
import { clickToCommit } from './click-to-commit.ts';
import { coldStart } from './cold-start.ts';
import { largeInbox } from './large-inbox.ts';
import { lighthouseScores } from './lighthouse-scores.ts';
import { firstLoad } from './page-weight.ts';
import { savedToVisible } from './saved-to-visible.ts';

const RUNS = Number(process.env['FIGURES_RUNS'] ?? 3);
const FILES = 200;
const CLICKS = 50;
const LARGE = { projects: 500, waiting: 200, repositories: 10 };

type Row = Record<string, number>;

/** What is measured in each run, by the name that asks for it alone. */
const PARTS: Record<string, () => Promise<Row>> = {
  visible: async () => {
    const visible = await savedToVisible(FILES);
    return {
      [`saved → visible, p50 of ${FILES} (ms)`]: visible.p50,
      [`saved → visible, p99 of ${FILES} (ms)`]: visible.p99,
    };
  },
  commit: async () => {
    const commit = await clickToCommit(CLICKS);
    return {
      [`click → commit, p50 of ${CLICKS} (ms)`]: commit.p50,
      [`click → commit, p99 of ${CLICKS} (ms)`]: commit.p99,
    };
  },
  start: async () => {
    const start = await coldStart();
    return {
      'HQ cold start to first answer (ms)': Math.round(start.milliseconds),
      'HQ memory when idle (MB)': Math.round(start.idleMegabytes),
    };
  },
  large: async () => {
    const { lcp, steps } = await largeInbox(LARGE);
    const about = `${LARGE.projects} projects, ${LARGE.waiting} gates`;
    return {
      [`${about}: LCP of the inbox (ms)`]: Math.round(lcp),
      [`${about}: INP, the worst (ms)`]: Math.max(...Object.values(steps)),
      ...Object.fromEntries(Object.entries(steps).map(([step, ms]) => [`${about}: INP, ${step} (ms)`, ms])),
    };
  },
  lighthouse: async () =>
    Object.fromEntries(
      Object.entries(await lighthouseScores()).flatMap(([page, scores]) =>
        Object.entries(scores).map(([category, score]) => [`Lighthouse, ${page}: ${category}`, score]),
      ),
    ),
};
const ONLY = process.env['FIGURES_ONLY']?.split(',');
const parts = Object.entries(PARTS).filter(([name]) => !ONLY || ONLY.includes(name));
const rows: Row[] = [];

for (let run = 1; run <= RUNS; run++) {
  console.log(`run ${run} of ${RUNS}`);
  rows.push(await measure());
}
const scripts = ONLY && !ONLY.includes('weight') ? [] : await alone(firstLoad);

mkdirSync('tmp', { recursive: true });
writeFileSync('tmp/figures.json', `${JSON.stringify({ runs: rows, scripts }, null, 2)}\n`);
console.table(
  Object.fromEntries(Object.keys(rows[0] ?? {}).map((name) => [name, rows.map((row) => row[name])])),
);
if (scripts.length > 0) {
  console.table(scripts);
  console.log(
    `First load: ${kilobytes(scripts.reduce((sum, { gzipped }) => sum + gzipped, 0))} kB of JavaScript, gzipped`,
  );
}

async function measure(): Promise<Row> {
  const [load = 0] = loadavg();
  const row: Row = { 'load of the machine before': Number(load.toFixed(1)) };
  for (const [, part] of parts) Object.assign(row, await alone(part));
  return row;
}

/** Nothing of one measurement is left running under the next. */
async function alone<T>(measurement: () => Promise<T>): Promise<T> {
  try {
    return await measurement();
  } finally {
    await cleanUp();
  }
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}
