import { relative, sep } from 'node:path';
import type { Refusal } from '@codev-hq/protocol';
import { parseStatusFile } from '@codev-hq/status-file';
import type { StatusFileStore } from '../status-files/status-file-store.js';
import { resolveInside } from '../workspaces/contained-path.js';
import type { ApprovalOrder } from './approval-order.js';

export interface LocatedFile {
  /** As HQ knows it, relative to the project. */
  readonly path: string;
  /** Where its bytes are, symlinks resolved: absolute, and relative to the project. */
  readonly real: string;
  readonly target: string;
}

export type Located =
  | { readonly ok: true; readonly file: LocatedFile }
  | { readonly ok: false; readonly refusal: Refusal & { readonly candidates?: readonly string[] } };

/**
 * The status file an order is about, among those that are watched: what HQ sends is compared with them and never used
 * to build a path.
 */
export async function locateStatusFile(store: StatusFileStore, order: ApprovalOrder): Promise<Located> {
  const root = order.projectPath;
  if (order.statusFile !== undefined) {
    const known = await store.refresh(root, order.statusFile);
    if (!known) return moved(store, order, order.statusFile);
    return inside(root, known.path);
  }
  const named = store
    .list(root)
    .filter((file) => parseStatusFile(file.content, file.path).id === order.projectId);
  const [first, ...others] = named;
  if (!first) return refuse('NOT_FOUND', `No status file of ${root} has the id "${order.projectId}".`);
  if (others.length > 0)
    return ambiguous(
      order.projectId,
      named.map((file) => file.path),
    );
  return inside(root, first.path);
}

async function inside(root: string, path: string): Promise<Located> {
  const place = await resolveInside(root, path);
  if (place.kind !== 'inside') return gone(path);
  const target = relative(root, place.real).split(sep).join('/');
  return { ok: true, file: { path, real: place.real, target } };
}

/** A decision is for the file that was looked at; where it went is told, not followed. */
function moved(store: StatusFileStore, { projectPath, projectId }: ApprovalOrder, path: string): Located {
  const [there, ...others] = store
    .list(projectPath)
    .filter((file) => parseStatusFile(file.content, file.path).id === projectId);
  if (!there || others.length > 0) return gone(path);
  return refuse('NOT_FOUND', `${path} is now ${there.path}. Look at the gate there, then decide again.`);
}

function gone(path: string): Located {
  const error = `${path} is not a status file of this project (any more). If that was a mistake, bring it back on that machine, then decide again.`;
  return refuse('NOT_FOUND', error);
}

function ambiguous(id: string, paths: readonly string[]): Located {
  const candidates = paths.toSorted();
  const error = `Several status files have the id "${id}": ${candidates.join(', ')}. Say which one is meant.`;
  return { ok: false, refusal: { code: 'GATE_AMBIGUOUS', error, candidates } };
}

function refuse(code: Refusal['code'], error: string): Located {
  return { ok: false, refusal: { code, error } };
}
