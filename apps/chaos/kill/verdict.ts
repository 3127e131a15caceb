import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Decision, StateSnapshot } from '@codev-hq/protocol';
import { parseStatusFile } from '@codev-hq/status-file';
import { HUMAN_GATE, type Machine } from './machine.ts';
import type { Promised } from './people.ts';

export interface Evidence {
  readonly decisions: readonly Decision[];
  readonly promised: readonly Promised[];
  readonly state: StateSnapshot;
  readonly machines: readonly Machine[];
}

interface DecisionCommit {
  readonly sha: string;
  readonly decisionId: string;
  readonly files: readonly string[];
}

/** Everything that is not as promised, in words; nothing when all is well. */
export function faultsIn(evidence: Evidence): string[] {
  const { machines, decisions, promised, state } = evidence;
  const known = new Map(decisions.map((decision) => [decision.decision_id, decision]));
  const lost = promised.filter(({ decisionId }) => !known.has(decisionId));
  const faults = lost.map(({ decisionId }) => `HQ said it recorded ${decisionId}, and does not know it.`);
  faults.push(...twiceApplied(decisions));
  for (const machine of machines) {
    const commits = commitsOf(machine);
    const own = decisions.filter(({ project_path }) => project_path === machine.repository);
    faults.push(...own.flatMap((decision) => faultOf(decision, commits, machine)));
    for (const { sha, decisionId } of commits)
      if (!known.has(decisionId))
        faults.push(`${machine.name}: commit ${sha} has decision ${decisionId}, which HQ does not know.`);
    if (existsSync(join(machine.repository, '.git/index.lock')))
      faults.push(`${machine.name}: git's index.lock was left behind.`);
  }
  return [...faults, ...mirrorFaults(machines, state)];
}

/** Machines that are not online, and files that HQ shows otherwise than they are on disk. */
export function mirrorFaults(machines: readonly Machine[], state: StateSnapshot): string[] {
  return machines.flatMap((machine) => {
    const instance = state.instances.find(({ instance_name }) => instance_name === machine.name);
    return instance ? faultsOfMirror(machine, instance) : [`${machine.name} is not known to HQ at all.`];
  });
}

/** Which commits carry a decision, on any branch. */
function commitsOf(machine: Machine): DecisionCommit[] {
  const format = '%x01%H%x00%(trailers:key=HQ-Decision,valueonly)%x00';
  const log = machine.git('log', '--all', '--name-only', `--format=${format}`);
  return log
    .split('\x01')
    .slice(1)
    .flatMap((entry) => {
      const [sha = '', ids = '', files = ''] = entry.split('\0');
      const paths = files.split('\n').filter(Boolean);
      return lines(ids).map((decisionId) => ({ sha, decisionId, files: paths }));
    });
}

function faultOf(decision: Decision, commits: readonly DecisionCommit[], machine: Machine): string[] {
  const { decision_id, state, status_file, refusal, steps } = decision;
  const name = `${machine.name} ${status_file} ${decision_id} (${steps.map((step) => step.state).join(' → ')})`;
  const mine = commits.filter((commit) => commit.decisionId === decision_id);
  switch (state) {
    case 'applied':
      return appliedFaults(name, decision, mine, machine);
    case 'refused':
      return [
        ...(refusal?.error ? [] : [`${name} was refused without a reason.`]),
        ...(mine.length > 0
          ? [`${name} was refused (${refusal?.code}: ${refusal?.error}), and there is a commit.`]
          : []),
      ];
    case 'superseded':
    case 'expired':
      return [
        ...(steps.at(-1)?.cause ? [] : [`${name} ended without a reason.`]),
        ...(mine.length > 0 ? [`${name} never counted, and there is a commit.`] : []),
      ];
    case 'decided':
    case 'sent':
      return [`${name} never came to an end.`];
  }
}

function appliedFaults(
  name: string,
  decision: Decision,
  mine: readonly DecisionCommit[],
  machine: Machine,
): string[] {
  const [commit] = mine;
  if (!commit) return [`${name} is applied, and no commit has it: ${JSON.stringify(decision.outcome)}`];
  if (mine.length > 1) return [`${name} was committed ${mine.length} times.`];
  const faults: string[] = [];
  if (commit.files.join() !== decision.status_file)
    faults.push(`${name}: its commit has ${commit.files.join(', ')}.`);
  const named = decision.outcome && 'commit' in decision.outcome ? decision.outcome.commit : undefined;
  if (named !== undefined && named !== commit.sha)
    faults.push(`${name}: HQ was told ${named}, the commit is ${commit.sha}.`);
  const text = machine.git('show', `${commit.sha}:${decision.status_file}`);
  if (!isPassed(text, decision.status_file)) faults.push(`${name}: the gate is not passed in its commit.`);
  const contested = machine.files.find(({ path }) => path === decision.status_file)?.contested;
  const now = readFileSync(join(machine.repository, decision.status_file), 'utf8');
  if (contested !== true && !isPassed(now, decision.status_file))
    faults.push(`${name}: the gate is not passed on disk.`);
  const logged = now.match(/human_approval approved/g)?.length ?? 0;
  if (contested !== true && logged !== 1) faults.push(`${name}: ${logged} log lines tell of it.`);
  return faults;
}

function isPassed(text: string, path: string): boolean {
  return parseStatusFile(text, path).gates.some(({ name, passed }) => name === HUMAN_GATE && passed);
}

function twiceApplied(decisions: readonly Decision[]): string[] {
  const applied = Map.groupBy(
    decisions.filter(({ state }) => state === 'applied'),
    ({ gate_id, expected }) => `${gate_id} ${expected.gate_digest}`,
  );
  return [...applied].flatMap(([gate, both]) =>
    both.length > 1 ? [`Gate ${gate} was passed by ${both.length} decisions.`] : [],
  );
}

function faultsOfMirror(machine: Machine, instance: StateSnapshot['instances'][number]): string[] {
  const faults = instance.online ? [] : [`${machine.name} is not online.`];
  const shown = new Map(instance.status_files.map((file) => [file.path, file]));
  for (const name of readdirSync(join(machine.repository, 'codev/status'))) {
    const path = `codev/status/${name}`;
    if (!name.endsWith('.md')) continue;
    const bytes = readFileSync(join(machine.repository, path));
    const file = shown.get(path);
    shown.delete(path);
    const digest = createHash('sha256').update(bytes).digest('hex');
    if (file?.content !== bytes.toString('utf8') || file.digest !== digest)
      faults.push(`${machine.name}: the mirror of ${path} is not what is on disk.`);
  }
  for (const path of shown.keys()) faults.push(`${machine.name}: the mirror has ${path}, the disk has not.`);
  return faults;
}

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
