import { createHash } from 'node:crypto';
import { quietGit, type GitText } from './quiet-git.js';
import { inStillness, type StillCheckout } from './still-checkout.js';
import { branchOf } from './worktrees.js';

/** A submodule's new commit is a change; what lies about in it is not, and looking there would start its programs. */
const COMPARED = ['--no-commit-id', '-r', '-M', '--ignore-submodules=dirty'];
const SHOWN = [
  ...['-p', '--full-index', '--no-color', '--no-ext-diff', '--no-textconv', '--no-relative'],
  ...['--submodule=short', '--src-prefix=a/', '--dst-prefix=b/', '-U3', '--diff-algorithm=myers'],
];

/** What was changed, or the first 16 MiB of it, and the digest by which a change of it is seen. */
export interface BranchDiff extends GitText {
  readonly digest: string;
}

/**
 * What a worktree has changed since it left the main checkout's branch, committed or not, or up to one of its commits;
 * binary files are named only. Two trees are compared, so that the repository's attributes and settings have no say in
 * what is shown, and the digest is of the whole names of everything in it. Undefined when git cannot tell.
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
    return await inStillness(worktree, async (still) => {
      const upTo = [base, commit ?? (await treeOfFiles(still)), '--'];
      const text = await still.objectsBeginning(['diff-tree', ...COMPARED, ...SHOWN, ...upTo]);
      // The text names whole objects, so its digest binds all of them, and who reads it can check that digest.
      if (text.whole) return { ...text, digest: sha256(text.bytes) };
      const versions = await still.objects(['diff-tree', ...COMPARED, '--raw', '--no-abbrev', '-z', ...upTo]);
      return { ...text, digest: sha256(text.bytes, versions) };
    });
  } catch {
    // No common ancestor, no git or too slow: there is nothing to show then.
    return undefined;
  }
}

/** What would be committed of the files that git knows, as they are on the disk now. */
async function treeOfFiles(still: StillCheckout): Promise<string> {
  const changed = ['diff-files', '--name-only', '-z', '--no-relative', '--ignore-submodules=dirty'];
  const paths = await still.files(changed);
  if (paths.length > 0) await still.files(['update-index', '--add', '--remove', '-z', '--stdin'], paths);
  return (await still.files(['write-tree'])).toString('utf8').trim();
}

function sha256(...parts: readonly Buffer[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
