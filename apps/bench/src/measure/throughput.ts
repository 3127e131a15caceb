import { ratioAtLeast, type Figure } from '../figures/figure.ts';
import { median } from '../figures/percentiles.ts';
import type { Plan } from '../plan.ts';
import type { Hq } from '../servers/hq.ts';
import type { Yardstick } from '../servers/yardstick.ts';
import { inTurn, Stage, type Load } from './stage.ts';

const SHAPES = [
  { connections: 50, outstanding: 8 },
  { connections: 500, outstanding: 2 },
];

/** Acknowledged updates a second when every acknowledgement is followed by the next update. */
export async function throughput({ rounds, seconds }: Plan): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const shape of SHAPES) {
    figures.push(...(await Stage.with((stage) => one(stage, shape, rounds, seconds))));
  }
  return figures;
}

async function one(
  stage: Stage,
  { connections, outstanding }: (typeof SHAPES)[number],
  rounds: number,
  seconds: number,
): Promise<Figure[]> {
  const [hq, yardstick] = [await stage.hq(), await stage.yardstick()];
  const [toHq, toYardstick] = [stage.load(), stage.load()];
  await toHq.call('connect', { target: hq.target, from: 0, count: connections, files: 1 });
  await toYardstick.call('connect', { target: yardstick.target, from: 0, count: connections, files: 1 });
  const loop = async (load: Load, server: Hq | Yardstick) => {
    const before = server.cpuMilliseconds;
    const { perSecond, total } = await load.call('closedLoop', { outstanding, seconds });
    return { perSecond, microseconds: ((server.cpuMilliseconds - before) * 1000) / total };
  };
  const measured = await inTurn(
    rounds,
    () => loop(toHq, hq),
    () => loop(toYardstick, yardstick),
  );
  const name = `updates, ${connections} × ${outstanding} outstanding`;
  return [
    {
      name,
      unit: '1/s',
      hq: median(measured.hq.map(({ perSecond }) => perSecond)),
      yardstick: median(measured.yardstick.map(({ perSecond }) => perSecond)),
      aim: ratioAtLeast(0.65),
    },
    {
      // All threads of the process: what is left to compare when the machine is busy with other things.
      name: `${name}: CPU of one`,
      unit: 'µs',
      hq: median(measured.hq.map(({ microseconds }) => microseconds)),
      yardstick: median(measured.yardstick.map(({ microseconds }) => microseconds)),
    },
  ];
}
