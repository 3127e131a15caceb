import { relative, sep } from 'node:path';
import type { Refusal } from '@codev-hq/protocol';
import { readStatusFile } from '../status-files/read-status-file.js';
import { isStatusFilePath } from '../status-files/status-file.js';
import type { StatusFileStore } from '../status-files/status-file-store.js';
import { resolveInside } from '../workspaces/contained-path.js';
import type { Checkout } from './decision-checkout.js';
import type { DecisionOrder, DecisionRefusal } from './decision-order.js';

export interface LocatedFile {
  /** As HQ knows it, relative to the checkout. */
  readonly path: string;
  /** Where its bytes are, symlinks resolved: absolute, and relative to the checkout. */
  readonly real: string;
  readonly target: string;
}

export type Located =
  | { readonly ok: true; readonly file: LocatedFile }
  | { readonly ok: false; readonly refusal: DecisionRefusal };

/** porch's own place for what it knows of a project. */
const PORCH_FILE = /^codev\/projects\/[^./\\\0][^/\\\0]*\/status\.yaml$/;

/** Whether a status file is porch's, which keeps no log, knows no requests for changes and is committed by porch. */
export function isPorchFile(statusFile: string): boolean {
  return PORCH_FILE.test(statusFile);
}

/**
 * The status file an order is about. What HQ sends is a path only when it has the shape of one of the two places where
 * status files are, and then leads nowhere out of the checkout.
 */
export async function locateStatusFile(
  store: StatusFileStore,
  order: DecisionOrder,
  checkout: Checkout,
): Promise<Located> {
  const root = checkout.path;
  const { statusFile } = order;
  if (statusFile !== undefined) {
    const isPlace = isStatusFilePath(statusFile) || isPorchFile(statusFile);
    const found = isPlace && (await readStatusFile(root, statusFile)).kind === 'read';
    return found ? inside(root, statusFile) : moved(store, order, statusFile);
  }
  const named = store
    .list(root)
    .filter((file) => file.worktree === undefined)
    .filter((file) => file.model.id === order.projectId);
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
async function moved(store: StatusFileStore, order: DecisionOrder, path: string): Promise<Located> {
  const { projectPath, projectId, worktree } = order;
  if (worktree !== undefined) return gone(path);
  // The watcher may not have heard yet that it went.
  await store.refresh(projectPath, path);
  const [there, ...others] = store
    .list(projectPath)
    .filter((file) => file.worktree === undefined)
    .filter((file) => file.model.id === projectId);
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
