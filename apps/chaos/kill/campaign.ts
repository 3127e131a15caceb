import { join } from 'node:path';
import type { Decision, StateSnapshot, WaitingGate } from '@codev-hq/protocol';
import { Hq } from '../../e2e/testing/hq.ts';
import { onCleanUp, scratchFolder } from '../../e2e/testing/scratch.ts';
import { until } from '../../e2e/testing/until.ts';
import { Agents } from './agents.ts';
import { FaultProxy } from './fault-proxy.ts';
import { figuresOf, type Figures } from './figures.ts';
import { Host } from './host.ts';
import { Machine, makeTemplate, projectFiles } from './machine.ts';
import { Office } from './office.ts';
import { People } from './people.ts';
import { ProcessClock } from '../../e2e/testing/process-clock.ts';
import { Seeded } from './seeded.ts';
import { Trouble, type Bounds } from './trouble.ts';
import { faultsIn, mirrorFaults } from './verdict.ts';

export interface CampaignPlan {
  readonly seed: number;
  /** Machines that run as the product's own process, and then hosts with several machines each. */
  readonly alone: number;
  readonly hosts: number;
  readonly machinesPerHost: number;
  readonly projects: number;
  /** Of each machine's projects, how many an agent rewrites meanwhile. */
  readonly contested: number;
  readonly decideEveryMs: number;
  readonly trouble: Bounds;
  /** How long everything may take to come back after the last fault. */
  readonly healWithinMs: number;
  readonly say: (line: string) => void;
}

const KEY = 'a-key-of-the-chaos-tests';
const START_WITHIN = 240_000;
const PEOPLE = 6;

/** Starts it all, makes trouble while people decide, heals, and looks whether every promise was kept. */
export async function campaign(plan: CampaignPlan): Promise<Figures> {
  const begun = performance.now();
  const random = new Seeded(plan.seed);
  const hqClock = new ProcessClock();
  const hq = await Hq.start({
    ...hqClock.env,
    CODEV_HQ_API_KEY: KEY,
    CODEV_HQ_HEARTBEAT_MS: '2000',
    LOG_LEVEL: 'warn',
  });
  const office = new Office(hq, await Office.keys(hq));
  const aim: { at?: Trouble } = {};
  const proxy = await FaultProxy.start(`${hq.url.replace('http', 'ws')}/ws`, (type) => aim.at?.passing(type));
  onCleanUp(() => proxy.stop());
  const machines = makeMachines(plan, proxy.url, random.branch('machines'));
  const hosts = await startHosts(plan, machines, office);
  const gates = await untilMirrored(office, machines.length * plan.projects);

  plan.say(`${machines.length} machines in ${hosts.length} processes are online; the trouble begins.`);
  const agents = new Agents(machines, random.branch('agents'));
  const trouble = new Trouble({ hq, hqClock, hosts, proxy, agents }, plan.trouble, random.branch('trouble'));
  aim.at = trouble;
  const people = new People(office, random.branch('people'));
  let decided = false;
  const troubled = performance.now();
  await Promise.all([
    people.decideAll(gates, plan.decideEveryMs, PEOPLE).finally(() => {
      decided = true;
    }),
    trouble.make(() => decided),
  ]);

  const healing = performance.now();
  plan.say(`The trouble is over after ${seconds(healing - troubled)} s; everything may heal now.`);
  hqClock.jump(0);
  for (const { clock } of hosts) clock.jump(0);
  proxy.heal();
  const settled = await untilSettled(plan, office, machines);
  const healed = performance.now();
  const audit = await hq.cli('audit', 'verify');
  const faults = [
    ...faultsIn({ ...settled, promised: people.promised, machines }),
    ...hosts.flatMap(({ ended }) => (ended === undefined ? [] : [`A connector ended by itself: ${ended}`])),
  ];
  return figuresOf({
    plan,
    machines,
    hosts,
    people,
    agents,
    trouble,
    proxy,
    decisions: settled.decisions,
    audit,
    faults,
    times: {
      start: troubled - begun,
      trouble: healing - troubled,
      heal: healed - healing,
      all: performance.now() - begun,
    },
  });
}

function makeMachines(plan: CampaignPlan, url: string, random: Seeded): Machine[] {
  const files = projectFiles(plan.projects, plan.contested);
  const template = makeTemplate(scratchFolder('template'), files);
  const folder = scratchFolder('machines');
  const count = plan.alone + plan.hosts * plan.machinesPerHost;
  return Array.from({ length: count }, (_, i) => {
    const name = `machine-${String(i + 1).padStart(3, '0')}`;
    return Machine.make(name, join(folder, name), files, { url, key: KEY }, template, random);
  });
}

/** One process after the other: starting all at once would only make each of them slow. */
async function startHosts(plan: CampaignPlan, machines: readonly Machine[], office: Office): Promise<Host[]> {
  const alone = machines.slice(0, plan.alone).map((machine) => [machine]);
  const together = Array.from({ length: plan.hosts }, (_, i) => {
    const from = plan.alone + i * plan.machinesPerHost;
    return machines.slice(from, from + plan.machinesPerHost);
  });
  const hosts: Host[] = [];
  let expected = 0;
  for (const some of [...alone, ...together]) {
    const host = new Host(some);
    host.launch();
    hosts.push(host);
    expected += some.length;
    await until(
      `${expected} machines to be online`,
      async () => {
        if (host.ended !== undefined) throw new Error(`A connector did not start:\n${host.ended}`);
        const state = await office.state();
        return state?.instances.filter(({ online }) => online).length === expected;
      },
      START_WITHIN,
    );
  }
  return hosts;
}

function untilMirrored(office: Office, count: number): Promise<WaitingGate[]> {
  return until(
    `${count} gates to wait at HQ`,
    async () => {
      const gates = await office.waiting();
      return gates?.length === count && gates;
    },
    START_WITHIN,
  );
}

interface Settled {
  readonly decisions: Decision[];
  readonly state: StateSnapshot;
}

/** Waits until no decision is open, everybody is back and the mirrors are right; in vain, it gives what there is. */
async function untilSettled(
  plan: CampaignPlan,
  office: Office,
  machines: readonly Machine[],
): Promise<Settled> {
  let last: Settled | undefined;
  const settled = async () => {
    const open = await Promise.all(['decided', 'sent'].map((state) => office.decisions(`&state=${state}`)));
    if (open.some((some) => some?.length !== 0)) return false;
    const [decisions, state] = [await office.decisions(), await office.state()];
    if (!decisions || !state) return false;
    last = { decisions, state };
    return mirrorFaults(machines, state).length === 0;
  };
  try {
    await until('everything to heal', settled, plan.healWithinMs);
  } catch (error) {
    plan.say(error instanceof Error ? error.message : String(error));
  }
  if (last) return last;
  const [decisions, state] = [await office.decisions(), await office.state()];
  if (!decisions || !state) throw new Error('HQ cannot be reached after everything has healed.');
  return { decisions, state };
}

const seconds = (ms: number) => (ms / 1000).toFixed(1);
