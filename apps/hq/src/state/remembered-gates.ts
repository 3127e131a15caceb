import { Injectable } from '@nestjs/common';
import type { GateModel } from '@codev-hq/protocol';
import type { FileRecord } from './file-record.js';

/** Gates that are remembered; the longest gone are forgotten first. */
const MOST = 20_000;

export interface GateGone {
  readonly instance_id: string;
  readonly project_path: string;
  readonly path: string;
  readonly gate: string;
  /** Of its entry: another one is another question. */
  readonly digest: string;
  readonly since: number;
}

/**
 * Since when gates had waited whose file is gone: a project that is unregistered for a while, or a branch that is not
 * checked out, comes back with the same questions. In whichever worktree: the same entry is the same question.
 */
@Injectable()
export class RememberedGates {
  private readonly byGate = new Map<string, { readonly digest: string; readonly since: number }>();

  /** A file goes. One that nobody has read says nothing. */
  keepAll({ row, model, waitingSince }: FileRecord): void {
    const { instance_id, project_path, path } = row;
    for (const { name, digest } of model.gates) {
      const since = waitingSince[name];
      if (since !== undefined) this.keep({ instance_id, project_path, path, gate: name, digest, since });
    }
  }

  keep({ digest, since, ...place }: GateGone): void {
    const key = keyOf(place.instance_id, place.project_path, place.path, place.gate);
    // Moved to the end: a map keeps the order of insertion.
    this.byGate.delete(key);
    this.byGate.set(key, { digest, since });
    const [oldest] = this.byGate.keys();
    if (this.byGate.size > MOST && oldest !== undefined) this.byGate.delete(oldest);
  }

  readonly recall = (row: FileRecord['row'], gate: GateModel): number | undefined => {
    const known = this.byGate.get(keyOf(row.instance_id, row.project_path, row.path, gate.name));
    return known?.digest === gate.digest ? known.since : undefined;
  };
}

const keyOf = (...place: string[]) => place.join('\0');
