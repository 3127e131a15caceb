import type { GateModel } from '@codev-hq/protocol';
import type { BuilderRow, HistoryRow } from '../persistence/tables.js';
import type { FileRecord } from '../state/file-record.js';
import { gateId } from '../state/gates.js';
import type { InstanceRecord } from '../state/mirror-records.js';

/** A row before it has its number. */
export type Fact = Omit<HistoryRow, 'seq'>;

/** Older than this when HQ learns of it, a fact was read off a file and not seen happening. */
const LATE = 10 * 60 * 1000;

const NOTHING: Omit<Fact, 'at' | 'kind' | 'subject' | 'instance_id' | 'instance_name'> = {
  project_path: null,
  project_name: null,
  project_id: null,
  title: null,
  status_file: null,
  worktree: null,
  gate: null,
  gate_id: null,
  builder_id: null,
  came_from: null,
  went_to: null,
  plan_phase: null,
  gate_digest: null,
  since: null,
  waited: null,
  decided_at: null,
  decision_id: null,
  person_id: null,
  person_name: null,
  learnt_late: 0,
};

type Happened = Pick<Fact, 'at' | 'kind' | 'subject'> & Partial<Fact>;

export function machineFact(instance: InstanceRecord, happened: Happened): Fact {
  return { ...NOTHING, instance_id: instance.instanceId, instance_name: instance.name, ...happened };
}

export function fileFact(
  instance: InstanceRecord,
  file: FileRecord,
  gate: GateModel | undefined,
  happened: Happened,
): Fact {
  const { row, model } = file;
  return machineFact(instance, {
    project_path: row.project_path,
    project_name: projectName(instance, row.project_path),
    project_id: model.id,
    title: model.title,
    status_file: row.path,
    worktree: row.worktree || null,
    ...(gate && {
      gate: gate.name,
      gate_id: gateId(instance.instanceId, row, gate.name),
      gate_digest: gate.digest,
    }),
    ...happened,
  });
}

export function builderFact(
  instance: InstanceRecord,
  row: BuilderRow,
  projectId: string | undefined,
  happened: Happened,
): Fact {
  return machineFact(instance, {
    project_path: row.project_path,
    project_name: projectName(instance, row.project_path),
    project_id: projectId ?? null,
    worktree: row.worktree || null,
    builder_id: row.builder_id,
    plan_phase: row.phase,
    ...happened,
  });
}

/** What happened to something that is gone: the rest is as the history knew it last. */
export function goneFact(known: HistoryRow, happened: Happened): Fact {
  const { seq: _, ...before } = known;
  const { decided_at, decision_id, person_id, person_name, came_from, went_to, waited } = NOTHING;
  const empty = { decided_at, decision_id, person_id, person_name, came_from, went_to, waited };
  return { ...before, ...empty, learnt_late: 0, ...happened };
}

export function isLate(at: number, now: number): 0 | 1 {
  return now - at > LATE ? 1 : 0;
}

function projectName(instance: InstanceRecord, path: string): string {
  return instance.projects.find((project) => project.path === path)?.name ?? path;
}
