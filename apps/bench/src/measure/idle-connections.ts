import { setTimeout as sleep } from 'node:timers/promises';
import { atMost, type Figure } from '../figures/figure.ts';
import type { Plan } from '../plan.ts';
import type { Hq } from '../servers/hq.ts';
import type { Yardstick } from '../servers/yardstick.ts';
import { Stage, type Load } from './stage.ts';

const KB = 1000;
/** Milliseconds for memory to settle: what was only needed for connecting is collected meanwhile. */
const SETTLE = 3000;

/** What an idle connection costs, and how fast all of them are back after HQ was killed. */
export async function idleConnections({ idle }: Plan): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const count of idle) figures.push(...(await Stage.with((stage) => one(stage, count))));
  return figures;
}

async function one(stage: Stage, count: number): Promise<Figure[]> {
  const bare = await opened(stage.load(), await stage.yardstick(), count);
  const [hq, load] = [await stage.hq(), stage.load()];
  const ours = await opened(load, hq, count);
  const restart = await back(hq, load);
  const lost = count - (await online(hq));
  const name = `${count.toLocaleString('en')} idle`;
  const aims = count === 10_000 ? { aim: atMost(8) } : {};
  return [
    { name: `${name}: connected`, unit: '1/s', hq: ours.perSecond, yardstick: bare.perSecond },
    {
      name: `${name}: RSS a connection`,
      unit: 'kB',
      hq: ours.kilobytes,
      yardstick: bare.kilobytes,
      aim: atMost(20),
    },
    { name: `${name}: all back after kill -9 and restart`, unit: 's', hq: restart, ...aims },
    { name: `${name}: missing after that`, unit: '', hq: lost, aim: atMost(0) },
  ];
}

async function opened(load: Load, server: Hq | Yardstick, count: number) {
  await sleep(1000);
  const before = server.rss;
  const { seconds } = await load.call('connect', { target: server.target, from: 0, count, files: 0 });
  await sleep(SETTLE);
  return { perSecond: count / seconds, kilobytes: (server.rss - before) / count / KB };
}

/** Seconds from the start of the new process to the last machine's registration. */
async function back(hq: Hq, load: Load): Promise<number> {
  await hq.kill();
  while ((await load.call('registered')) > 0) await sleep(5);
  const started = process.hrtime.bigint();
  const [lastBack] = await Promise.all([load.call('allBack'), hq.start()]);
  return Number(BigInt(lastBack) - started) / 1e9;
}

async function online(hq: Hq): Promise<number> {
  const headers = { authorization: `Bearer ${await hq.key('read')}` };
  const state = (await (await fetch(`${hq.url}/api/state`, { headers })).json()) as {
    instances: { online: boolean }[];
  };
  return state.instances.filter((instance) => instance.online).length;
}
