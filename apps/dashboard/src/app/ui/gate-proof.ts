import type { Decision, GateModel } from '@codev-hq/protocol';
import { sameFile } from '../hq-client/live-state';
import { underWay } from '../hq-client/waiting';

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

/** A decision that speaks for a gate which the file still shows as waiting. */
export function onItsWay(gate: GateModel, aboutFile: readonly Decision[]): Decision | null {
  const latest = aboutFile.find((decision) => decision.gate === gate.name);
  if (!latest || !gate.waiting) return null;
  if (underWay(latest)) return latest;
  const isOfThis = latest.reopened_at === undefined && latest.expected.gate_digest === gate.digest;
  return latest.state === 'applied' && isOfThis ? latest : null;
}
