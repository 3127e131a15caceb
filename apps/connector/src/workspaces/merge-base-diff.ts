import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { quietGit, type GitText } from './quiet-git.js';
import { inStillness, type StillCheckout } from './still-checkout.js';
import { watchEveryFile } from './unwatched-files.js';
import { branchOf } from './worktrees.js';

/** A submodule's new commit is a change; what lies about in it is not, and looking there would start its programs. */
const COMPARED = ['--no-commit-id', '-r', '-M', '--ignore-submodules=dirty'];
const SHOWN = [
  ...['-p', '--full-index', '--no-color', '--no-ext-diff', '--no-textconv', '--no-relative'],
  ...['--submodule=short', '--src-prefix=a/', '--dst-prefix=b/', '-U3', '--diff-algorithm=myers'],
];

/** All that comparing may take, in milliseconds. */
export const DIFF_LIMIT_MS = 20_000;

/** What was changed, or the first 16 MiB of it, and the digest by which a change of it is seen. */
export interface BranchDiff extends GitText {
  readonly digest: string;
}

/** A file as it was before this process, or porch for it, wrote into it; without content, git did not know it. */
export interface FileBefore {
  /** Relative to the checkout, symlinks resolved. */
  readonly path: string;
  readonly content: string | undefined;
}

export interface DiffOptions {
  readonly commit?: string | undefined;
  readonly limitMs?: number;
  /** Taken as it was, whatever it is on the disk. */
  readonly before?: FileBefore | undefined;
}

/** In words why there is nothing to show, and what to do. */
export interface NoDiff {
  readonly why: string;
}

/**
 * What a worktree has changed since it left the main checkout's branch, committed or not, or up to one of its commits;
 * binary files are named only. Two trees are compared, so that the repository's attributes and settings have no say in
 * what is shown, and the digest is of the whole names of everything in it.
 */
export async function mergeBaseDiff(
  main: string,
  worktree: string,
  { commit, limitMs = DIFF_LIMIT_MS, before }: DiffOptions = {},
): Promise<BranchDiff | NoDiff> {
  const branch = await branchOf(main);
  if (branch === undefined)
    return { why: `There is nothing to compare it with: ${main} has no branch checked out.` };
  const stopped = AbortSignal.timeout(limitMs);
  try {
    const bounds = ['merge-base', commit ?? 'HEAD', `refs/heads/${branch}`];
    const base = (await quietGit(worktree, bounds, { stopped })).toString('utf8').trim();
    return await inStillness(worktree, (still) => differenceFrom(still, base, commit, before), stopped);
  } catch {
    // No common ancestor, no git, or too slow.
    const trouble = stopped.aborted ? `took longer than ${limitMs / 1000} s to compare` : 'could not compare';
    const command = ['git', '-C', worktree, 'diff', '--merge-base', branch, ...(commit ? [commit] : [])];
    return { why: `Git ${trouble} it with ${branch}. Look at it on that machine: ${command.join(' ')}` };
  }
}

async function differenceFrom(
  still: StillCheckout,
  base: string,
  commit: string | undefined,
  before: FileBefore | undefined,
): Promise<BranchDiff> {
  const upTo = [base, commit ?? (await treeOfFiles(still, before)), '--'];
  const { bytes, whole } = await still.objectsBeginning(['diff-tree', ...COMPARED, ...SHOWN, ...upTo]);
  const shown = { bytes: asText(bytes), whole };
  // The text names whole objects, so its digest binds all of them, and who reads it can check that digest.
  if (whole) return { ...shown, digest: sha256(shown.bytes) };
  const listed = ['diff-tree', ...COMPARED, '--raw', '--no-abbrev', '-z', ...upTo];
  const versions = await still.objectsBeginning(listed);
  // Of more than a hundred thousand files not even the names are whole; the trees' names still are.
  const trees = versions.whole ? '' : upTo.join(' ');
  return { ...shown, digest: sha256(shown.bytes, versions.bytes, Buffer.from(trees)) };
}

/** Old encodings and NUL in what git takes for text: a sign stands for what is none, and is part of what is read. */
function asText(bytes: Buffer): Buffer {
  if (isUtf8(bytes) && !bytes.includes(0)) return bytes;
  return Buffer.from(bytes.toString('utf8').replaceAll('\0', '\u2400'), 'utf8');
}

/** What would be committed of the files that git knows, as they are on the disk now. */
async function treeOfFiles(still: StillCheckout, before: FileBefore | undefined): Promise<string> {
  await watchEveryFile(still);
  const changed = ['diff-files', '--name-only', '-z', '--no-relative', '--ignore-submodules=dirty'];
  const paths = await still.files(changed);
  if (paths.length > 0) await still.files(['update-index', '--add', '--remove', '-z', '--stdin'], paths);
  if (before) await takeAsBefore(still, before);
  return text(await still.files(['write-tree']));
}

async function takeAsBefore(still: StillCheckout, { path, content }: FileBefore): Promise<void> {
  if (content === undefined) {
    await still.files(['update-index', '--force-remove', '--', path]);
    return;
  }
  const [mode] = text(await still.files(['ls-files', '--stage', '--', path])).split(' ');
  // What git does not know is no part of the difference.
  if (!mode) return;
  const blob = text(
    await still.files(['hash-object', '-w', '--stdin', '--path', path], Buffer.from(content)),
  );
  await still.files(['update-index', '--cacheinfo', `${mode},${blob},${path}`]);
}

const text = (said: Buffer): string => said.toString('utf8').trim();

function sha256(...parts: readonly Buffer[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
