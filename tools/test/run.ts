/**
 * `npm test`: format, lint, types, every project's specs, the builds, then the end-to-end tests. One calm line per
 * step; a failing step shows the end of its log. The last line is the sum.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findOrInstallChromium } from './chromium.ts';
import { excerpt } from './excerpt.ts';
import { endAllSteps, runStep } from './step.ts';
import { add, check, lastLine, NOTHING, suite, type SuiteCounts, type Tally } from './tally.ts';

const ROOT = process.cwd();
const OUT = join(ROOT, 'tmp', 'test');
const RESULTS = join(OUT, 'results');
const REPORTERS = [
  '--ci',
  '--reporters=default',
  `--reporters=${join(ROOT, 'tools/test/results-reporter.cjs')}`,
];
const NX = ['--outputStyle=static'];
const FRESH = [...NX, '--skip-nx-cache'];
const LOG_LINES_SHOWN = 120;

let sum: Tally = NOTHING;

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    endAllSteps();
    process.exit(1);
  });

await main();

async function main(): Promise<void> {
  rmSync(OUT, { recursive: true, force: true });
  if (spawnSync('git', ['--version']).status !== 0) {
    console.error('git is needed and was not found. Install it (Debian, Ubuntu: `apt-get install git`).');
    finish(check(false));
    return;
  }
  await checkStep('format', 'prettier', ['--check', '--log-level', 'warn', '.']);
  await checkStep('lint', 'nx', ['run-many', '-t', 'lint', ...NX]);
  await checkStep('typecheck', 'nx', ['run-many', '-t', 'typecheck', ...NX]);
  await specs('test', projectsWith('test'));
  const built = await checkStep('build', 'nx', ['run-many', '-t', 'build', ...NX]);
  await endToEnd(built);
  finish(NOTHING);
}

async function endToEnd(built: boolean): Promise<void> {
  const projects = projectsWith('e2e');
  if (!built) {
    failed('end to end', 'not run: the build failed');
    return;
  }
  const chromium = findOrInstallChromium((line) => {
    console.log(`  · ${line}`);
  });
  if ('missing' in chromium) failed('end to end', chromium.missing);
  else await specs('e2e', projects, { CHROMIUM_PATH: chromium.path });
}

async function checkStep(title: string, command: string, args: readonly string[]): Promise<boolean> {
  const log = join(OUT, `${title}.log`);
  const { ok, seconds } = await runStep(command, args, { logFile: log, env: nxEnvironment() });
  sum = add(sum, check(ok));
  report(ok, title, seconds);
  if (!ok) console.log(excerpt(readFileSync(log, 'utf8'), LOG_LINES_SHOWN));
  return ok;
}

/** Runs a target that is a Jest run in every given project, and adds up what each of them left. */
async function specs(
  target: string,
  projects: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  const log = join(OUT, `${target}.log`);
  const args = ['run-many', '-t', target, ...FRESH, '--parallel=2', '--', ...REPORTERS];
  const { ok, seconds } = await runStep('nx', args, { logFile: log, env: { ...nxEnvironment(), ...env } });
  const tallies = projects.map((project) => ({ project, counts: countsOf(project) }));
  const allGreen = tallies.every(({ counts }) => suite(counts, true).failed === 0);
  for (const { project, counts } of tallies) {
    const tally = suite(counts, true);
    sum = add(sum, tally);
    report(
      tally.failed === 0,
      `${target} ${project}: ${lastLine(tally)}${counts ? '' : ' (it did not run)'}`,
    );
  }
  if (allGreen && !ok) sum = add(sum, check(false));
  report(ok, `${target} (all)`, seconds);
  if (!ok) console.log(excerpt(readFileSync(log, 'utf8'), LOG_LINES_SHOWN));
}

function countsOf(project: string): SuiteCounts | undefined {
  const file = join(RESULTS, `${project}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as SuiteCounts) : undefined;
}

function projectsWith(target: string): string[] {
  const asked = spawnSync('nx', ['show', 'projects', '--with-target', target, '--json'], {
    encoding: 'utf8',
    env: { ...process.env, ...nxEnvironment() },
  });
  if (asked.status !== 0) throw new Error(`Nx could not list the projects: ${asked.stderr}`);
  return (JSON.parse(asked.stdout) as string[]).sort();
}

/** No daemon and no terminal interface: nothing stays behind, and the logs are plain. */
function nxEnvironment(): NodeJS.ProcessEnv {
  return { NX_DAEMON: 'false', NX_TUI: 'false', FORCE_COLOR: '0', TEST_RESULTS_DIR: RESULTS };
}

function failed(title: string, why: string): void {
  sum = add(sum, check(false));
  report(false, `${title}: ${why}`);
}

function report(ok: boolean, title: string, seconds?: number): void {
  console.log(`${ok ? '✓' : '✗'} ${title}${seconds === undefined ? '' : `  ${seconds.toFixed(1)} s`}`);
}

function finish(more: Tally): void {
  sum = add(sum, more);
  console.log(lastLine(sum));
  process.exitCode = sum.failed === 0 ? 0 : 1;
}
