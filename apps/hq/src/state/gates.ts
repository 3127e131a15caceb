import { createHash } from 'node:crypto';
import type { GateModel, WaitingGate } from '@codev-hq/protocol';
import { iso, type FileRecord, type InstanceRecord } from './mirror-records.js';

/** A gate's address for links and lists: stable while the file keeps its place and the gate its name. */
export function gateId(
  instanceId: string,
  row: { project_path: string; worktree: string; path: string },
  gate: string,
) {
  const place = JSON.stringify([instanceId, row.project_path, row.worktree, row.path, gate]);
  return createHash('sha256').update(place).digest('base64url').slice(0, 22);
}

/** The gates of a file that wait for a person, without what was decided about them. */
export function waitingGates(instance: InstanceRecord, file: FileRecord): WaitingGate[] {
  return file.model.gates.filter((gate) => gate.waiting).map((gate) => waitingGate(instance, file, gate));
}

export function waitingGate(instance: InstanceRecord, file: FileRecord, gate: GateModel): WaitingGate {
  const { row, model } = file;
  const project = instance.projects.find((registered) => registered.path === row.project_path);
  return {
    gate_id: gateId(instance.instanceId, row, gate.name),
    instance_id: instance.instanceId,
    instance_name: instance.name,
    online: instance.online,
    project_path: row.project_path,
    project_name: project?.name ?? row.project_path,
    project_id: model.id,
    title: model.title,
    ...(model.phase && { phase: model.phase }),
    ...(model.protocol && { protocol: model.protocol }),
    gate: gate.name,
    status_file: row.path,
    ...(row.worktree && { worktree: row.worktree }),
    since: gate.requested_at ?? iso(file.waitingSince[gate.name] ?? row.updated_at),
    digest: gate.digest,
    file_digest: row.digest,
  };
}

/** Since when each waiting gate waits: kept over edits elsewhere in the file, new when the gate is asked for again. */
export function waitingSince(
  gates: readonly GateModel[],
  before: FileRecord | undefined,
  now: number,
): Record<string, number> {
  const known = before?.waitingSince ?? {};
  return Object.fromEntries(
    gates.filter((gate) => gate.waiting).map((gate) => [gate.name, known[gate.name] ?? now]),
  );
}
