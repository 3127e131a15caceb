/**
 * `npm run test:chaos [-- --seed N] [--part kills|frames|fuzz] [--frames N] [--short]`: the kill tests and the hostile
 * input in their long form. The same seed makes the same trouble in the same order; what it meets depends on the machine.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../e2e/testing/node-process.ts';
import { cleanUp } from '../e2e/testing/scratch.ts';
import { longHostility } from './hostile/long-hostility.ts';
import { campaign } from './kill/campaign.ts';
import { table, type Figures } from './kill/figures.ts';
import { LONG, SHORT } from './kill/plans.ts';

type Part = Pick<Figures, 'rows' | 'faults'>;

const FUZZ_FACTOR = '20';
const FUZZED = ['libs/protocol', 'libs/status-file', 'apps/hq'];

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    frames: { type: 'string', default: '1000000' },
    part: { type: 'string' },
    short: { type: 'boolean', default: false },
  },
});
const seed = whole('seed', values.seed);
const frames = whole('frames', values.frames);
const parts: Record<string, () => Promise<Part> | Part> = {
  kills: () => campaign({ ...(values.short ? SHORT : LONG), seed, say: (line) => console.log(line) }),
  frames: () => longHostility(seed, frames),
  fuzz,
};
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void cleanUp().finally(() => process.exit(1)));
const wanted = values.part === undefined ? Object.keys(parts) : [values.part];
const results: Record<string, Part> = {};

console.log(`Seed ${seed}; the same again: npm run test:chaos -- --seed ${seed}`);
for (const name of wanted) await run(name);
mkdirSync(join(ROOT, 'tmp'), { recursive: true });
writeFileSync(join(ROOT, 'tmp/chaos.json'), JSON.stringify({ seed, ...results }, undefined, 2));
process.exitCode = Object.values(results).some(({ faults }) => faults.length > 0) ? 1 : 0;

async function run(name: string): Promise<void> {
  const part = parts[name];
  if (!part) throw new Error(`--part is "${name}". Write one of ${Object.keys(parts).join(', ')}.`);
  console.log(`\n${name}`);
  try {
    const result = await part();
    results[name] = result;
    console.log(table(result.rows));
    for (const fault of result.faults) console.log(`✗ ${fault}`);
  } finally {
    await cleanUp();
  }
}

/** The specs that fuzz, with more runs than in `npm test`. */
function fuzz(): Part {
  const rows: [string, string][] = [];
  const faults: string[] = [];
  for (const project of FUZZED) {
    const jest = ['node_modules/jest/bin/jest.js', '-c', `${project}/jest.config.cjs`, 'hostile-'];
    const args = ['--experimental-vm-modules', '--no-warnings', ...jest, '--testTimeout=600000'];
    const ended = spawnSync(process.execPath, args, {
      cwd: ROOT,
      encoding: 'utf8',
      // Nx asks for colours, which would stand before the line that is looked for.
      env: { ...process.env, FUZZ_FACTOR, FORCE_COLOR: '0' },
    });
    const said = /^Tests: +(.*)$/m.exec(ended.stderr)?.[1];
    rows.push([`${project}, ${FUZZ_FACTOR} × as many runs`, said ?? 'did not run']);
    if (ended.status !== 0 || said === undefined) faults.push(`${project}: ${ended.stderr}`);
  }
  return { rows, faults };
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new Error(`--${name} is "${text}". Give a whole number.`);
}
