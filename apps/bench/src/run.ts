/**
 * `npm run bench`: measures the HQ that was built, in turn with a bare `ws` server, on this machine as it is. Prints a
 * table with the aims and writes `tmp/bench.json`. `-- --quick` is shorter; names of sections run only those.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { isMet, ratio, type Figure } from './figures/figure.ts';
import { table } from './figures/table.ts';
import { delivery } from './measure/delivery.ts';
import { idleConnections } from './measure/idle-connections.ts';
import { latency } from './measure/latency.ts';
import { liveChanges } from './measure/live-changes.ts';
import { stateReads } from './measure/state-reads.ts';
import { throughput } from './measure/throughput.ts';
import { readPlan, type Plan, type Section } from './plan.ts';

const MEASUREMENTS: Record<Section, (plan: Plan) => Promise<Figure[]>> = {
  throughput,
  latency,
  idle: idleConnections,
  delivery,
  state: stateReads,
  live: liveChanges,
};

const { plan, sections } = readPlan(process.argv.slice(2));
const started = new Date();
const loadBefore = loadavg();
const figures: Figure[] = [];
for (const section of sections) {
  console.log(`${section} …`);
  figures.push(...(await MEASUREMENTS[section](plan)));
}

const machine = {
  node: process.version,
  cores: availableParallelism(),
  cpu: cpus()[0]?.model,
  somaxconn: Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8')),
  loadBefore: rounded(loadBefore),
  loadAfter: rounded(loadavg()),
};
const rows = figures.map((figure) => ({ ...figure, ratio: ratio(figure), met: isMet(figure) }));
mkdirSync('tmp', { recursive: true });
writeFileSync('tmp/bench.json', `${JSON.stringify({ started, machine, plan, figures: rows }, null, 2)}\n`);

console.log(`\n${table(figures)}\n`);
console.log(
  `Node ${machine.node}, ${machine.cores} cores (${machine.cpu ?? 'unknown'}), load ${machine.loadBefore.join(' ')} before and ` +
    `${machine.loadAfter.join(' ')} after, somaxconn ${machine.somaxconn}. Also in tmp/bench.json.`,
);
const missed = rows.filter(({ met }) => met === false);
console.log(missed.length === 0 ? 'Every aim is met.' : `Aims missed: ${missed.length}.`);

function rounded(load: readonly number[]): number[] {
  return load.map((value) => Math.round(value * 10) / 10);
}
