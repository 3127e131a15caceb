import type { GateModel, Refusal } from '@codev-hq/protocol';
import { findPendingGate } from '@codev-hq/status-file';
import type { FileRecord } from '../state/file-record.js';
import type { InstanceRecord } from '../state/mirror-records.js';

export interface GateRequest {
  readonly project_path: string;
  readonly project_id: string;
  readonly gate: string;
  readonly status_file?: string | undefined;
  readonly worktree?: string | undefined;
}

export interface GateInFile {
  readonly file: FileRecord;
  readonly gate: GateModel;
}

export type GateChoice =
  | { readonly kind: 'pending'; readonly chosen: GateInFile }
  /** The one gate that is meant, which does not wait (any more). */
  | { readonly kind: 'not-pending'; readonly chosen: GateInFile; readonly refusal: Refusal }
  | { readonly kind: 'none'; readonly refusal: Refusal; readonly candidates?: string[] };

/**
 * Which gate a request means (protocol section 5): by its full name, or by its last segment when exactly one pending
 * gate ends so. Names and ids are compared, never used as patterns.
 */
export function chooseGate(instance: InstanceRecord, request: GateRequest): GateChoice {
  if (!instance.projects.some((project) => project.path === request.project_path)) {
    const error = `${instance.name} has no project ${request.project_path}. GET /api/state lists its projects.`;
    return { kind: 'none', refusal: { code: 'PROJECT_NOT_FOUND', error } };
  }
  const files = [...instance.files.values()].filter((file) => isMeant(file, request));
  if (files.length === 0) {
    const where = request.status_file === undefined ? '' : ` in ${request.status_file}`;
    const error = `There is no status file of project ${request.project_id}${where}. GET /api/gates lists what waits.`;
    return { kind: 'none', refusal: { code: 'GATE_NOT_FOUND', error } };
  }
  const found = files.map((file) => ({ file, result: findPendingGate(file.model, request.gate) }));
  const pending = found.flatMap(({ file, result }) => (result.ok ? [{ file, gate: result.gate }] : []));
  const [only] = pending;
  if (only && pending.length === 1) return { kind: 'pending', chosen: only };
  if (pending.length > 1) {
    const candidates = pending.map(({ file, gate }) => `${file.row.path}: ${gate.name}`);
    const error = 'More than one status file has this gate pending. Name the file as `status_file`.';
    return { kind: 'none', refusal: { code: 'GATE_AMBIGUOUS', error }, candidates };
  }
  return notPending(found, request.gate);
}

function isMeant(file: FileRecord, request: GateRequest): boolean {
  return (
    file.row.project_path === request.project_path &&
    file.model.id === request.project_id &&
    (request.worktree === undefined || file.row.worktree === request.worktree) &&
    (request.status_file === undefined || file.row.path === request.status_file)
  );
}

type Found = { file: FileRecord; result: ReturnType<typeof findPendingGate> };

function notPending(found: readonly Found[], wanted: string): GateChoice {
  const named = found.flatMap(({ file }) =>
    file.model.gates
      .filter((gate) => gate.name === wanted || gate.name.endsWith(`.${wanted}`))
      .map((gate) => ({ file, gate })),
  );
  const refused = found.find(({ result }) => !result.ok)?.result;
  const refusal =
    refused && !refused.ok
      ? refused.refusal
      : { code: 'GATE_NOT_FOUND' as const, error: `There is no gate ${wanted}.` };
  const candidates = 'candidates' in refusal ? refusal.candidates : undefined;
  const [only] = named;
  if (only && named.length === 1) return { kind: 'not-pending', chosen: only, refusal };
  return {
    kind: 'none',
    refusal: { code: refusal.code, error: refusal.error },
    ...(candidates && { candidates }),
  };
}
