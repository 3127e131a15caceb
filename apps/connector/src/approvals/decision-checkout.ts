import { lstat, readFile, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Workspace } from '../workspaces/workspace.js';
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

/**
 * Whether each of the two names the other, as git has them do: a folder's own word, that it belongs to a project, is not
 * enough to write there. No process is needed to see it.
 */
async function isWorktreeOf(main: string, worktree: string): Promise<boolean> {
  if ((await realpath(worktree).catch(() => undefined)) !== worktree) return false;
  const mark = join(worktree, '.git');
  const own = await folderNamedIn(mark, /^gitdir: (.+?)\s*$/m, worktree);
  if (own === undefined) return false;
  const back = await folderNamedIn(join(own, 'gitdir'), /^(.+?)\s*$/m, own);
  const common = await folderNamedIn(join(own, 'commondir'), /^(.+?)\s*$/m, own);
  return back === mark && common !== undefined && common === (await commonFolderOf(main));
}

/** A main checkout has git's folder itself; one that is a submodule names it. */
async function commonFolderOf(main: string): Promise<string | undefined> {
  const mark = join(main, '.git');
  const info = await lstat(mark).catch(() => undefined);
  if (info?.isDirectory()) return mark;
  return folderNamedIn(mark, /^gitdir: (.+?)\s*$/m, main);
}

async function folderNamedIn(path: string, pattern: RegExp, from: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const [, named] = pattern.exec(text) ?? [];
  return named === undefined ? undefined : realpath(resolve(from, named)).catch(() => undefined);
}
