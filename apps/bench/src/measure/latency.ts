import { ratioAtMost, type Figure } from '../figures/figure.ts';
import { medianOf } from '../figures/percentiles.ts';
import type { Plan } from '../plan.ts';
import { inTurn, Stage } from './stage.ts';

const CONNECTIONS = 50;
/** How many times the yardstick's p99 HQ may take, by updates a second. */
const AIMS: Record<number, number> = { 1000: 2, 5000: 3 };

/** How long an acknowledgement takes at a fixed rate of updates. */
export async function latency(plan: Plan): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const rate of plan.rates) figures.push(...(await Stage.with((stage) => one(stage, plan, rate))));
  return figures;
}

async function one(stage: Stage, { rounds, seconds }: Plan, rate: number): Promise<Figure[]> {
  const [hq, yardstick] = [await stage.hq(), await stage.yardstick()];
  const [toHq, toYardstick] = [stage.load(), stage.load()];
  await toHq.call('connect', { target: hq.target, from: 0, count: CONNECTIONS, files: 1 });
  await toYardstick.call('connect', { target: yardstick.target, from: 0, count: CONNECTIONS, files: 1 });
  const plan = { rate, seconds };
  const measured = await inTurn(
    rounds,
    () => toHq.call('openLoop', plan),
    () => toYardstick.call('openLoop', plan),
  );
  const [ours, bare] = [medianOf(measured.hq), medianOf(measured.yardstick)];
  const name = `acknowledged at ${rate}/s`;
  const aim = ratioAtMost(AIMS[rate] ?? 3);
  return [
    { name: `${name}, p50`, unit: 'ms', hq: ours.p50, yardstick: bare.p50 },
    { name: `${name}, p99`, unit: 'ms', hq: ours.p99, yardstick: bare.p99, aim },
    { name: `${name}, p99.9`, unit: 'ms', hq: ours.p999, yardstick: bare.p999 },
  ];
}
