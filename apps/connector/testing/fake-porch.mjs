// Stands in for porch. It behaves as `porch approve` does, its traps included (design notes, codev-today section 3):
//  - it approves a gate that nobody requested, and one of a later phase;
//  - run from a main checkout it writes into the first worktree that has a copy of the project;
//  - it commits whatever else is staged; with VITEST set it leaves git alone;
//  - without a remote, or when the push is rejected, it exits 1 after having committed;
//  - when a hook fails the file already says approved and is staged, and a second run says "already approved", exit 0;
//  - when another git holds the index, the file says approved and nothing is staged.
// Called as `fake-porch.mjs <folder> approve <id> <gate> --a-human-explicitly-approved-this`; `<folder>/control.json` says
// what happens on the way, and `<folder>/runs.jsonl` gets a line for each run.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { dump, load } from 'js-yaml';

const [, , folder, command, id, gateName, ...flags] = process.argv;
const controlFile = join(folder, 'control.json');
const control = existsSync(controlFile) ? JSON.parse(readFileSync(controlFile, 'utf8')) : {};
appendFileSync(
  join(folder, 'runs.jsonl'),
  `${JSON.stringify({ pid: process.pid, cwd: process.cwd(), args: process.argv.slice(3), env: process.env })}\n`,
);

if (command !== 'approve') fail(`Unknown command: ${command}`);
if (!flags.includes('--a-human-explicitly-approved-this')) fail('ERROR: Human approval required.');
const file = statusFile() ?? fail(`Project ${id} not found.`);
const before = load(readFileSync(file, 'utf8'));
if (!before.gates?.[gateName]) fail(`Unknown gate: ${gateName}`);
if (before.gates[gateName].status === 'approved') {
  console.log(`Gate ${gateName} is already approved.`);
  process.exit(0);
}
await runChecks();
if (control.meanwhile) execFileSync('/bin/sh', ['-c', control.meanwhile], { stdio: 'ignore' });
const state = load(readFileSync(file, 'utf8'));
if (state.gates[gateName].status === 'approved') {
  console.log(`Gate ${gateName} is already approved.`);
  process.exit(0);
}
approve(state);
if (!process.env.VITEST) commitAndPush();
console.log(`Gate ${gateName} approved.`);

function statusFile() {
  const builders = join(process.cwd(), '.builders');
  const worktrees = existsSync(builders) ? readdirSync(builders).map((name) => join(builders, name)) : [];
  for (const root of [...worktrees, process.cwd()]) {
    const projects = join(root, 'codev/projects');
    const names = existsSync(projects) ? readdirSync(projects) : [];
    const found = names.find((name) => name.startsWith(`${id}-`));
    if (found) return join(projects, found, 'status.yaml');
  }
  return undefined;
}

async function runChecks() {
  for (const check of control.checks ?? []) {
    if (check.print) process.stdout.write(check.print);
    if (check.until) {
      const child = spawn('sleep', ['600'], { stdio: 'ignore' });
      writeFileSync(join(folder, 'check.pid'), String(child.pid));
      while (!existsSync(check.until)) await pause(10);
      child.kill();
    }
    if (check.fails) fail(`\u001b[31mCheck failed:\u001b[0m ${check.fails}`);
  }
}

function approve(state) {
  const now = new Date().toISOString();
  state.gates[gateName].status = 'approved';
  state.gates[gateName].approved_at = now;
  state.updated_at = now;
  if (gateName === 'pr') state.pr_ready_for_human = false;
  writeFileSync(`${file}.tmp`, dump(state));
  renameSync(`${file}.tmp`, file);
}

function commitAndPush() {
  if (control.lock) writeFileSync(control.lock, '');
  const steps = [
    ['add', file],
    ['commit', '-m', `chore(porch): ${id} ${gateName} gate-approved`],
    ['push', '-u', 'origin', 'HEAD'],
  ];
  for (const args of steps) {
    const { status, stderr, stdout } = spawnSync('git', args, { encoding: 'utf8' });
    if (control.lock) rmSync(control.lock, { force: true });
    if (status !== 0) fail(`git ${args[0]} failed: ${stderr}${stdout}`);
  }
}

function fail(words) {
  console.error(words);
  process.exit(1);
}
