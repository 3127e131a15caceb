import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { percentiles, type Percentiles } from '../figures/percentiles.ts';
import type { Fleet } from './fleet.ts';

export interface ClosedLoop {
  /** Updates that each machine has under way. */
  readonly outstanding: number;
  readonly seconds: number;
}

export interface OpenLoop {
  /** Updates a second, over all machines, whether answers come or not. */
  readonly rate: number;
  readonly seconds: number;
}

/** Before times count: both sides compile their hot code first. */
const WARM_UP = 1000;
/** Milliseconds that late answers may take. */
const PATIENCE = 10_000;

/** Every acknowledgement is followed by the next update. */
export async function closedLoop(
  fleet: Fleet,
  { outstanding, seconds }: ClosedLoop,
): Promise<{ perSecond: number; total: number }> {
  let acknowledged = 0;
  let running = true;
  fleet.onAcknowledged = (machine) => {
    acknowledged += 1;
    if (running) machine.update();
  };
  for (const machine of fleet.machines) {
    machine.together(() => {
      for (let i = 0; i < outstanding; i++) machine.update();
    });
  }
  await sleep(WARM_UP);
  const before = acknowledged;
  const started = performance.now();
  await sleep(seconds * 1000);
  const perSecond = ((acknowledged - before) * 1000) / (performance.now() - started);
  running = false;
  await settled(fleet);
  return { perSecond, total: acknowledged };
}

/** Updates at a fixed rate; times are from the write to the acknowledgement. */
export async function openLoop(
  fleet: Fleet,
  { rate, seconds }: OpenLoop,
): Promise<Percentiles & { perSecond: number }> {
  const times: number[] = [];
  let measuring = false;
  fleet.onAcknowledged = (_, milliseconds) => {
    if (measuring) times.push(milliseconds);
  };
  const started = performance.now();
  const end = started + WARM_UP + seconds * 1000;
  let sent = 0;
  let sentBefore = 0;
  for (let now = started; now < end; now = performance.now()) {
    if (!measuring && now >= started + WARM_UP) {
      measuring = true;
      sentBefore = sent;
    }
    const due = Math.floor(((now - started) * rate) / 1000);
    for (; sent < due; sent++) fleet.machines[sent % fleet.machines.length]?.update();
    await sleep(1);
  }
  await settled(fleet);
  return { ...percentiles(times), perSecond: (sent - sentBefore) / seconds };
}

/** Reports every file of every machine once. */
export async function fill(fleet: Fleet): Promise<{ seconds: number }> {
  const started = performance.now();
  const left = new Map(fleet.machines.map((machine) => [machine, machine.files.length]));
  const next = (machine: (typeof fleet.machines)[number]) => {
    const files = left.get(machine) ?? 0;
    left.set(machine, files - 1);
    if (files > 0) machine.update();
  };
  fleet.onAcknowledged = next;
  for (const machine of fleet.machines) next(machine);
  await settled(fleet);
  return { seconds: (performance.now() - started) / 1000 };
}

async function settled(fleet: Fleet): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  while (fleet.machines.some(({ outstanding }) => outstanding > 0)) {
    if (performance.now() > deadline) throw new Error('Updates stayed without an answer.');
    await sleep(5);
  }
  fleet.onAcknowledged = () => undefined;
  if (fleet.failures > 0) throw new Error(`${fleet.failures} updates were refused: ${fleet.firstFailure}`);
}
