import { hash } from 'node:crypto';
import type { GateModel, WaitingGate } from '@codev-hq/protocol';
import type { FileRecord } from './file-record.js';
import { iso, type InstanceRecord } from './mirror-records.js';

/** A gate's address for links and lists: stable while the file keeps its place and the gate its name. */
export function gateId(
  instanceId: string,
  row: { project_path: string; worktree: string; path: string },
  gate: string,
) {
  const place = JSON.stringify([instanceId, row.project_path, row.worktree, row.path, gate]);
  return hash('sha256', place, 'base64url').slice(0, 22);
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
    ...(row.artifacts && { artifacts: [...file.artifacts] }),
  };
}
