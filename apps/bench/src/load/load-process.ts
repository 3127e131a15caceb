/** A process of its own that plays developers' machines: connects them, reports files and measures the answers. */
import { setTimeout as sleep } from 'node:timers/promises';
import { approve, type Delivered } from './approving.ts';
import { closedLoop, fill, openLoop, type ClosedLoop, type OpenLoop } from './loops.ts';
import { Fleet } from './fleet.ts';
import type { Target } from './frame-socket.ts';
import { serveCalls } from './remote-calls.ts';

export interface Connect {
  readonly target: Target;
  readonly from: number;
  readonly count: number;
  readonly files: number;
}

const fleet = new Fleet();

const commands = {
  connect: ({ target, from, count, files }: Connect) => fleet.connect(target, from, count, files),
  fill: () => fill(fleet),
  closedLoop: (plan: ClosedLoop) => closedLoop(fleet, plan),
  openLoop: (plan: OpenLoop) => openLoop(fleet, plan),
  approve: (plan: { url: string; key: string; count: number }): Promise<Delivered> => approve(fleet, plan),
  /** Resolves once every machine is registered (again). */
  allBack: async () => {
    while (fleet.registered() < fleet.machines.length) await sleep(5);
    return process.hrtime.bigint().toString();
  },
  registered: () => Promise.resolve(fleet.registered()),
  end: () => {
    fleet.end();
    return Promise.resolve();
  },
};
export type LoadCommands = typeof commands;

serveCalls(commands);
