import { createHash } from 'node:crypto';
import { beginningOfGit, quietGit, type GitText } from './quiet-git.js';
import { branchOf } from './worktrees.js';

const PLAIN = ['--no-color', '--no-ext-diff', '--no-textconv'];

/** What was changed, or the first 16 MiB of it, and the digest by which a change of it is seen. */
export interface BranchDiff extends GitText {
  readonly digest: string;
}

/**
 * What a worktree has changed since it left the main checkout's branch, committed or not, or up to one of its commits;
 * binary files are named only. Undefined when git cannot tell.
 */
export async function mergeBaseDiff(
  main: string,
  worktree: string,
  commit?: string,
): Promise<BranchDiff | undefined> {
  const branch = await branchOf(main);
  if (branch === undefined) return undefined;
  try {
    const bounds = ['merge-base', commit ?? 'HEAD', `refs/heads/${branch}`];
    const base = (await quietGit(worktree, bounds)).toString('utf8').trim();
    const upTo = commit === undefined ? [base] : [base, commit];
    const text = await beginningOfGit(worktree, ['diff', ...PLAIN, ...upTo, '--']);
    if (text.whole) return { ...text, digest: sha256(text.bytes) };
    // What comes after the cut is known by the names of its versions at least.
    const versions = await beginningOfGit(worktree, [
      'diff',
      '--raw',
      '--no-abbrev',
      ...PLAIN,
      ...upTo,
      '--',
    ]);
    return { ...text, digest: sha256(text.bytes, versions.bytes) };
  } catch {
    // No common ancestor, no git or too slow: there is nothing to show then.
    return undefined;
  }
}

function sha256(...parts: readonly Buffer[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
