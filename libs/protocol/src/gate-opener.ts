import type { Decision } from './decision.js';
import type { GateModel } from './status-file-model.js';

/** So far a machine's clock may be from HQ's. */
const CLOCKS_APART_MS = 2 * 60_000;

/**
 * The approval that a passed gate comes from, of the decisions about its file, newest first; `null` where HQ has none.
 *
 * Anybody who can write the file can write a name and a time into it. So only the newest decision about the gate counts:
 * whoever decided again had seen it closed again. And the entry has to name that person, and its time. What opened it
 * before HQ saw it wait again does not count: an entry that is copied back is nobody's decision.
 */
export function openerOf(gate: GateModel, aboutFile: readonly Decision[]): Decision | null {
  if (!gate.passed) return null;
  const newest = aboutFile.find((decision) => decision.gate === gate.name);
  return newest && newest.reopened_at === undefined && made(gate, newest) ? newest : null;
}

function made(gate: GateModel, decision: Decision): boolean {
  if (decision.kind !== 'approve' || decision.state !== 'applied') return false;
  const at = Date.parse(gate.at ?? '');
  const isNamed = gate.by === decision.approver.name;
  if (isNamed && at === Date.parse(decision.decided_at)) return true;
  return isPorchs(decision) && (isNamed || isUnnamed(gate, decision)) && whileApplied(at, decision);
}

/** porch writes no name. The machine adds it where it can, and else has the entry in a commit in that person's name. */
function isUnnamed(gate: GateModel, { outcome }: Decision): boolean {
  return gate.by === undefined && outcome !== undefined && 'commit' in outcome && Boolean(outcome.commit);
}

/** porch writes the time itself, by the machine's clock, at some moment between the decision and its end. */
function whileApplied(at: number, { decided_at, steps }: Decision): boolean {
  const applied = steps.findLast(({ state }) => state === 'applied')?.at ?? decided_at;
  return at >= Date.parse(decided_at) - CLOCKS_APART_MS && at <= Date.parse(applied) + CLOCKS_APART_MS;
}

function isPorchs({ status_file }: Decision): boolean {
  return status_file.endsWith('.yaml');
}
