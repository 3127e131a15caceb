import { lstat, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** What keeps a checkout from being committed to, and what a person can do about it. */
export interface Obstacle {
  readonly kind: 'operation' | 'lock';
  /** A sentence. */
  readonly what: string;
  /** The end of one that says what happens then. */
  readonly remedy: string;
}

/** A rebase leaves a cherry-pick's mark too, so it comes first. */
const OPERATIONS = [
  { mark: 'rebase-merge', name: 'A rebase', end: 'git rebase --continue or --abort' },
  {
    mark: 'rebase-apply',
    name: 'A rebase or git am',
    end: 'git rebase --continue or --abort, or git am likewise',
  },
  { mark: 'MERGE_HEAD', name: 'A merge', end: 'git commit or git merge --abort' },
  { mark: 'CHERRY_PICK_HEAD', name: 'A cherry-pick', end: 'git cherry-pick --continue or --abort' },
  { mark: 'REVERT_HEAD', name: 'A revert', end: 'git revert --continue or --abort' },
  {
    mark: 'sequencer',
    name: 'A cherry-pick or revert of several commits',
    end: 'git cherry-pick or git revert, --continue or --abort',
  },
  { mark: 'BISECT_LOG', name: 'A bisect', end: 'git bisect reset' },
] as const;

/**
 * An operation of somebody else's that a commit would break or end up in the middle of: git itself lets a commit end
 * a revert, and forget what was being reverted. Only looks at git's files, so it may be asked often.
 */
export async function operationIn(checkout: string): Promise<Obstacle | undefined> {
  const folder = await gitFolderOf(checkout);
  for (const { mark, name, end } of OPERATIONS)
    if (await exists(join(folder, mark)))
      return {
        kind: 'operation',
        what: `${name} is in progress in ${checkout}.`,
        remedy: `when that is over (${end}).`,
      };
  return undefined;
}

/** Whatever keeps from committing now: an operation, or a lock on the index. */
export async function obstacleIn(checkout: string): Promise<Obstacle | undefined> {
  const operation = await operationIn(checkout);
  if (operation) return operation;
  const lock = join(await gitFolderOf(checkout), 'index.lock');
  return (await exists(lock)) ? lockObstacle(lock) : undefined;
}

/** A lock is never removed by us: whether its owner is gone, only who knows this machine can say. */
export function lockObstacle(lock: string): Obstacle {
  return {
    kind: 'lock',
    what: `Another git holds ${lock}.`,
    remedy: 'when that file is gone. If no git is running there, remove it.',
  };
}

/** `.git` is a folder in a checkout; in a worktree or submodule it is a file that names the folder. */
export async function gitFolderOf(checkout: string): Promise<string> {
  const mark = join(checkout, '.git');
  const info = await lstat(mark).catch(() => undefined);
  if (!info?.isFile()) return mark;
  const [, folder] = /^gitdir: (.+?)\s*$/m.exec(await readFile(mark, 'utf8')) ?? [];
  return folder === undefined ? mark : resolve(checkout, folder);
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
