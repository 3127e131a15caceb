import type { Workspace } from '../workspaces/workspace.js';
import { isWorktreeOf } from '../workspaces/worktrees.js';
import type { DecisionOrder } from './decision-order.js';

/** Where a decision is carried out: the project's main checkout or one of its worktrees. */
export interface Checkout {
  /** Absolute, symlinks resolved. */
  readonly path: string;
  readonly isRepository: boolean;
}

/** Undefined when the order's worktree is not one of the project's (any more). */
export async function checkoutOf(workspace: Workspace, order: DecisionOrder): Promise<Checkout | undefined> {
  const { worktree } = order;
  if (worktree === undefined || worktree === workspace.path) return workspace;
  if (!(await isWorktreeOf(workspace.path, worktree))) return undefined;
  return { path: worktree, isRepository: true };
}
