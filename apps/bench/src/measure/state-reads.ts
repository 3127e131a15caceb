import { atMost, type Figure } from '../figures/figure.ts';
import type { Plan } from '../plan.ts';
import { Stage } from './stage.ts';

const FILES = 10;
const READS = 30;
const PAUSE = 50;
/** Updates a second beside the reads, so that there is something to acknowledge and every answer is new. */
const RATE_BESIDE = 200;
const SECONDS_BESIDE = 5;

/** `GET /api/state`: whole, revalidated, and what it does to acknowledgements beside it. */
export async function stateReads({ states }: Plan): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const instances of states) figures.push(...(await Stage.with((stage) => one(stage, instances))));
  return figures;
}

async function one(stage: Stage, instances: number): Promise<Figure[]> {
  const [hq, load, browser] = [await stage.hq(), stage.load(), stage.browser()];
  await load.call('connect', { target: hq.target, from: 0, count: instances, files: FILES });
  await load.call('fill');
  const plan = { url: hq.url, key: await hq.key('read'), times: READS, pause: PAUSE, revalidate: false };
  const first = await browser.call('read', { ...plan, times: 1 });
  const full = await browser.call('read', plan);
  const revalidated = await browser.call('read', { ...plan, revalidate: true });
  if (revalidated.notModified < READS) throw new Error('A state that did not change was sent again.');
  const [beside, meanwhile] = await Promise.all([
    browser.call('read', { ...plan, times: Math.floor((SECONDS_BESIDE * 1000) / (2 * PAUSE)) }),
    load.call('openLoop', { rate: RATE_BESIDE, seconds: SECONDS_BESIDE }),
  ]);
  const name = `state of ${instances.toLocaleString('en')} × ${FILES}`;
  const big = instances === 1000;
  return [
    { name: `${name}: size`, unit: 'MB', hq: full.bytes / 1e6 },
    { name: `${name}: second answer after a start`, unit: 'ms', hq: first.p50 },
    { name: `${name}: full answer, p50`, unit: 'ms', hq: full.p50, ...(big && { aim: atMost(40) }) },
    { name: `${name}: full answer, p99`, unit: 'ms', hq: full.p99 },
    { name: `${name}: revalidated, p99`, unit: 'ms', hq: revalidated.p99, ...(big && { aim: atMost(5) }) },
    { name: `${name}: full beside ${RATE_BESIDE} updates/s, p50`, unit: 'ms', hq: beside.p50 },
    {
      name: `${name}: acknowledged beside such reads, p99`,
      unit: 'ms',
      hq: meanwhile.p99,
      ...(big && { aim: atMost(20) }),
    },
  ];
}
