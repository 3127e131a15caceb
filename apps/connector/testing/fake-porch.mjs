// Stands in for porch. It behaves as `porch approve` does, its traps included (design notes, codev-today section 3):
//  - it works on the checkout that is its current directory, and knows no project anywhere below that;
//  - it approves a gate that nobody requested, and one of a later phase; it takes neither an expected `requested_at` nor a
//    digest of what was read;
//  - run from a main checkout it writes into the first worktree that has a copy of the project, and wakes the builder
//    itself (`<folder>/woken.jsonl`); run from the builder's own worktree it wakes nobody;
//  - it writes by renaming, sets `approved_at`, `updated_at` and for `pr` also `pr_ready_for_human: false`, and leaves the
//    phase alone, but that `verify-approval` is followed by a commit that says `verified`: only once all was pushed;
//  - it keeps keys that it does not know in a gate (`next`), and makes the gate anew when it rolls back (`rollback`);
//  - it commits whatever else is staged; with VITEST set it leaves git alone;
//  - without a remote, or when the push is rejected, it exits 1 after having committed;
//  - when a hook fails the file already says approved and is staged, and a second run says "already approved", exit 0;
//  - when another git holds the index, as a second porch does, the file says approved and nothing is staged.
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
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { dump, load } from 'js-yaml';

const [, , folder, command, id, gateName, ...flags] = process.argv;
const controlFile = join(folder, 'control.json');
const control = existsSync(controlFile) ? JSON.parse(readFileSync(controlFile, 'utf8')) : {};
appendFileSync(
  join(folder, 'runs.jsonl'),
  `${JSON.stringify({ pid: process.pid, cwd: process.cwd(), args: process.argv.slice(3), env: process.env })}\n`,
);

if (command === 'next' || command === 'rollback') {
  moveOn(command);
  process.exit(0);
}
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
commitAndPush(`${gateName} gate-approved`);
if (!file.startsWith(join(process.cwd(), 'codev')))
  appendFileSync(join(folder, 'woken.jsonl'), `${JSON.stringify({ id, gateName })}\n`);
console.log(`Gate ${gateName} approved.`);
if (gateName === 'verify-approval') {
  write({ ...state, phase: 'verified' });
  commitAndPush('protocol complete');
}

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
  write(state);
}

function write(state) {
  writeFileSync(`${file}.tmp`, dump(state));
  renameSync(`${file}.tmp`, file);
}

/** What a builder has porch do with the file afterwards: `gateName` is the phase to go to. */
function moveOn(how) {
  const at = statusFile() ?? fail(`Project ${id} not found.`);
  const state = load(readFileSync(at, 'utf8'));
  state.phase = gateName;
  if (how === 'rollback')
    for (const name of Object.keys(state.gates)) state.gates[name] = { status: 'pending' };
  writeFileSync(at, dump(state));
}

function commitAndPush(what) {
  if (process.env.VITEST) return;
  if (control.lock) writeFileSync(control.lock, '');
  const steps = [
    ['add', file],
    ['commit', '-m', `chore(porch): ${id} ${what}`],
    ['push', '-u', 'origin', 'HEAD'],
  ];
  for (const args of steps) {
    const { status, stderr, stdout } = spawnSync('git', args, { encoding: 'utf8', cwd: dirname(file) });
    if (control.lock) rmSync(control.lock, { force: true });
    if (status !== 0) fail(`git ${args[0]} failed: ${stderr}${stdout}`);
  }
}

function fail(words) {
  console.error(words);
  process.exit(1);
}
