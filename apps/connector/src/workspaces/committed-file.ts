import { quietGit } from './quiet-git.js';

const WHOLE_SHA = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/** Links and submodules are no files. */
const FILE = /^100(?:644|755) blob ([0-9a-f]+) +(\d+)\t/;

/** Whether a checkout's branch has been at a commit: what was never on it is nobody's to look at. */
export async function isOnBranch(checkout: string, commit: string): Promise<boolean> {
  // A name or an abbreviation could be read as an option, or as something that lies elsewhere.
  if (!WHOLE_SHA.test(commit)) return false;
  try {
    await quietGit(checkout, ['merge-base', '--is-ancestor', commit, 'HEAD']);
    return true;
  } catch {
    // Exit code 1 is "no", 128 "no such commit": both are no.
    return false;
  }
}

/** A file as a commit has it, byte for byte; undefined when it has none there. `most` is in bytes. */
export async function committedFile(
  checkout: string,
  commit: string,
  path: string,
  most: number,
): Promise<Buffer | 'too-large' | undefined> {
  try {
    const listed = await quietGit(checkout, ['ls-tree', '-l', commit, '--', path]);
    const [, blob, size] = FILE.exec(listed.toString('utf8')) ?? [];
    if (blob === undefined) return undefined;
    if (Number(size) > most) return 'too-large';
    return await quietGit(checkout, ['cat-file', 'blob', blob]);
  } catch {
    // A shallow or partial clone may lack what its history names.
    return undefined;
  }
}
