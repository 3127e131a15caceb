import { quietGit } from './quiet-git.js';
import { branchOf } from './worktrees.js';

/**
 * What a worktree has changed since it left the main checkout's branch, committed or not, or up to one of its commits;
 * binary files are named only. Undefined when git cannot tell, or it is longer than 16 MiB.
 */
export async function mergeBaseDiff(
  main: string,
  worktree: string,
  commit?: string,
): Promise<Buffer | undefined> {
  const branch = await branchOf(main);
  if (branch === undefined) return undefined;
  try {
    const bounds = ['merge-base', commit ?? 'HEAD', `refs/heads/${branch}`];
    const base = (await quietGit(worktree, bounds)).toString('utf8').trim();
    const upTo = commit === undefined ? [base] : [base, commit];
    return await quietGit(worktree, ['diff', '--no-color', '--no-ext-diff', '--no-textconv', ...upTo, '--']);
  } catch {
    // No common ancestor, no git, too long or too slow: there is nothing to show then.
    return undefined;
  }
}
