import { setTimeout as sleep } from 'node:timers/promises';
import { atMost, type Figure } from '../figures/figure.ts';
import type { Plan } from '../plan.ts';
import { Stage } from './stage.ts';

const CONNECTIONS = 50;
/** Streams that HQ gives to one key. */
const MOST_EACH = 20;

/** From the write of an update to its event at every one of many browsers. */
export async function liveChanges(plan: Plan): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const view of ['summary', 'full'] as const) {
    figures.push(...(await Stage.with((stage) => one(stage, plan, view))));
  }
  return figures;
}

async function one(stage: Stage, plan: Plan, view: 'summary' | 'full'): Promise<Figure[]> {
  const [hq, load, browser] = [await stage.hq(), stage.load(), stage.browser()];
  const rate = plan.changesPerSecond;
  const seconds = plan.seconds * plan.rounds;
  await load.call('connect', { target: hq.target, from: 0, count: CONNECTIONS, files: 1 });
  for (let left = plan.subscribers; left > 0; left -= MOST_EACH) {
    const count = Math.min(left, MOST_EACH);
    await browser.call('subscribe', { url: hq.url, key: await hq.key('read'), view, count });
  }
  await load.call('openLoop', { rate, seconds: 1 });
  await browser.call('arrivals');
  const acknowledged = await load.call('openLoop', { rate, seconds });
  await sleep(1000);
  const arrived = await browser.call('arrivals');
  const name = `${rate}/s → ${plan.subscribers} subscribers (${view})`;
  // The warm-up's second is sent and arrives like the rest.
  const expected = rate * (seconds + 1) * plan.subscribers;
  return [
    { name: `${name}, p50`, unit: 'ms', hq: arrived.p50 },
    { name: `${name}, p99`, unit: 'ms', hq: arrived.p99, aim: atMost(50) },
    { name: `${name}: arrived of what was sent`, unit: '%', hq: (arrived.count / expected) * 100 },
    { name: `${name}: acknowledged beside, p99`, unit: 'ms', hq: acknowledged.p99 },
  ];
}
