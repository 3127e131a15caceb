import type { Decision, GateModel } from '@codev-hq/protocol';
import { sameFile } from '../hq-client/live-state';
import { underWay } from '../hq-client/waiting';

/** So far a machine's clock may be from HQ's. */
const CLOCKS_APART_MS = 2 * 60_000;

/** Where a status file is. Decisions carry the same. */
export interface FileOfMachine {
  readonly instance_id: string;
  readonly project_path: string;
  readonly path: string;
  readonly worktree?: string | undefined;
}

/** Decisions about a file's gates, newest first. */
export function decisionsAbout(file: FileOfMachine, decisions: readonly Decision[]): readonly Decision[] {
  return decisions.filter(
    (decision) =>
      decision.instance_id === file.instance_id &&
      sameFile({ ...decision, path: decision.status_file }, file),
  );
}

/**
 * The approval that a passed gate comes from. Anybody who can write the file can write a name into it, so the name
 * counts only when HQ has that person's decision, and the entry is the one that decision made.
 */
export function provenBy(gate: GateModel, aboutFile: readonly Decision[]): Decision | null {
  if (!gate.passed) return null;
  return aboutFile.find((decision) => decision.gate === gate.name && made(gate, decision)) ?? null;
}

function made(gate: GateModel, decision: Decision): boolean {
  if (decision.kind !== 'approve' || decision.state !== 'applied') return false;
  if (gate.by !== undefined && gate.by !== decision.approver.name) return false;
  const wroteTime = decision.outcome?.outcome === 'applied' && gate.at !== undefined;
  if (!wroteTime) return true;
  const at = Date.parse(gate.at ?? '');
  return at === Date.parse(decision.decided_at) || (isPorchs(decision) && whileApplied(at, decision));
}

/** porch writes the time itself, by the machine's clock, at some moment between the decision and its end. */
function whileApplied(at: number, { decided_at, steps }: Decision): boolean {
  const applied = steps.findLast(({ state }) => state === 'applied')?.at ?? decided_at;
  return at >= Date.parse(decided_at) - CLOCKS_APART_MS && at <= Date.parse(applied) + CLOCKS_APART_MS;
}

function isPorchs({ status_file }: Decision): boolean {
  return status_file.endsWith('.yaml');
}

/** A decision that speaks for a gate which the file still shows as waiting. */
export function onItsWay(gate: GateModel, aboutFile: readonly Decision[]): Decision | null {
  const latest = aboutFile.find((decision) => decision.gate === gate.name);
  if (!latest || !gate.waiting) return null;
  const appliedToThis = latest.state === 'applied' && latest.expected.gate_digest === gate.digest;
  return underWay(latest) || appliedToThis ? latest : null;
}
