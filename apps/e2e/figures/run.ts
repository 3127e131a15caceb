/**
 * `npm run figures`: measures what was built, three times, on this machine as it is. Prints a table and writes
 * `tmp/figures.json`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { cleanUp } from '../testing/scratch.ts';
import { clickToCommit } from './click-to-commit.ts';
import { coldStart } from './cold-start.ts';
import { lighthouseScores } from './lighthouse-scores.ts';
import { firstLoad } from './page-weight.ts';
import { savedToVisible } from './saved-to-visible.ts';

const RUNS = Number(process.env['FIGURES_RUNS'] ?? 3);
const FILES = 200;
const CLICKS = 50;

type Row = Record<string, number>;
const rows: Row[] = [];

for (let run = 1; run <= RUNS; run++) {
  console.log(`run ${run} of ${RUNS}`);
  rows.push(await measure());
}
const scripts = await alone(firstLoad);

mkdirSync('tmp', { recursive: true });
writeFileSync('tmp/figures.json', `${JSON.stringify({ runs: rows, scripts }, null, 2)}\n`);
console.table(
  Object.fromEntries(Object.keys(rows[0] ?? {}).map((name) => [name, rows.map((row) => row[name])])),
);
console.table(scripts);
console.log(
  `First load: ${kilobytes(scripts.reduce((sum, { gzipped }) => sum + gzipped, 0))} kB of JavaScript, gzipped`,
);

async function measure(): Promise<Row> {
  const [load = 0] = loadavg();
  const visible = await alone(() => savedToVisible(FILES));
  const commit = await alone(() => clickToCommit(CLICKS));
  const start = await alone(coldStart);
  const lighthouse = await alone(lighthouseScores);
  return {
    'load of the machine before': Number(load.toFixed(1)),
    [`saved → visible, p50 of ${FILES} (ms)`]: visible.p50,
    [`saved → visible, p99 of ${FILES} (ms)`]: visible.p99,
    [`click → commit, p50 of ${CLICKS} (ms)`]: commit.p50,
    [`click → commit, p99 of ${CLICKS} (ms)`]: commit.p99,
    'HQ cold start to first answer (ms)': Math.round(start.milliseconds),
    'HQ memory when idle (MB)': Math.round(start.idleMegabytes),
    ...Object.fromEntries(
      Object.entries(lighthouse).flatMap(([page, scores]) =>
        Object.entries(scores).map(([category, score]) => [`Lighthouse, ${page}: ${category}`, score]),
      ),
    ),
  };
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
