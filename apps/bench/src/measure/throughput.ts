import { ratioAtLeast, type Figure } from '../figures/figure.ts';
import { median } from '../figures/percentiles.ts';
import type { Plan } from '../plan.ts';
import { inTurn, Stage } from './stage.ts';

const SHAPES = [
  { connections: 50, outstanding: 8 },
  { connections: 500, outstanding: 2 },
];

/** Acknowledged updates a second when every acknowledgement is followed by the next update. */
export async function throughput({ rounds, seconds }: Plan): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const shape of SHAPES) {
    figures.push(await Stage.with((stage) => one(stage, shape, rounds, seconds)));
  }
  return figures;
}

async function one(
  stage: Stage,
  { connections, outstanding }: (typeof SHAPES)[number],
  rounds: number,
  seconds: number,
): Promise<Figure> {
  const [hq, yardstick] = [await stage.hq(), await stage.yardstick()];
  const [toHq, toYardstick] = [stage.load(), stage.load()];
  await toHq.call('connect', { target: hq.target, from: 0, count: connections, files: 1 });
  await toYardstick.call('connect', { target: yardstick.target, from: 0, count: connections, files: 1 });
  const plan = { outstanding, seconds };
  const measured = await inTurn(
    rounds,
    () => toHq.call('closedLoop', plan),
    () => toYardstick.call('closedLoop', plan),
  );
  return {
    name: `updates, ${connections} × ${outstanding} outstanding`,
    unit: '1/s',
    hq: median(measured.hq.map(({ perSecond }) => perSecond)),
    yardstick: median(measured.yardstick.map(({ perSecond }) => perSecond)),
    aim: ratioAtLeast(0.65),
  };
}
