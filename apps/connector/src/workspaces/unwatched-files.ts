import { lstat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { StillCheckout } from './still-checkout.js';

/** Of the names of every file that git knows: as many as there are in no repository that could be compared in time. */
const MOST_BYTES = 256 * 1024 * 1024;
const AT_ONCE = 32;

/** Names are bytes, and need not be text. */
const ENCODING = 'latin1';

/**
 * Has git look at files that it was told not to look at (`update-index --assume-unchanged`, `--skip-worktree`): whoever
 * may write in a checkout may say so, and what they change there would be seen by nobody. What a sparse checkout leaves
 * out is not on the disk, and stays as it was committed.
 * @throws as `still.files` does, also when the names are longer than 256 MiB together.
 */
export async function watchEveryFile(still: StillCheckout): Promise<void> {
  const { assumed, skipped } = await unwatchedFiles(still);
  const wanted = still.isSparse ? await present(still.root, skipped) : skipped;
  await mark(still, '--no-assume-unchanged', assumed);
  await mark(still, '--no-skip-worktree', wanted);
}

interface Unwatched {
  readonly assumed: readonly string[];
  readonly skipped: readonly string[];
}

/** As `git ls-files -v` tells them: with a small letter, or `S`, which may be small too. */
async function unwatchedFiles(still: StillCheckout): Promise<Unwatched> {
  const listed = await still.filesBeginning(['ls-files', '-v', '-z'], { most: MOST_BYTES });
  if (!listed.whole) throw new Error('There are too many files.');
  const [assumed, skipped]: [string[], string[]] = [[], []];
  const { bytes } = listed;
  for (let at = 0, end; at < bytes.length; at = end + 1) {
    end = bytes.indexOf(0, at);
    const tag = bytes.toString(ENCODING, at, at + 1);
    if (!/[hsS]/.test(tag)) continue;
    const path = bytes.toString(ENCODING, at + 2, end);
    if (tag !== 'S') assumed.push(path);
    if (tag !== 'h') skipped.push(path);
  }
  return { assumed, skipped };
}

async function mark(still: StillCheckout, how: string, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return;
  const input = Buffer.from(paths.map((path) => `${path}\0`).join(''), ENCODING);
  await still.files(['update-index', how, '-z', '--stdin'], input);
}

/** Those that are on the disk; in a folder that is not there no file is looked for. */
async function present(root: string, paths: readonly string[]): Promise<string[]> {
  const known = new Map<string, Promise<boolean>>();
  const isThere = async (path: string): Promise<boolean> => {
    const above = posix.dirname(path);
    return (above === '.' || (await isFolderThere(above))) && exists(root, path);
  };
  const isFolderThere = (folder: string): Promise<boolean> => {
    const asked = known.get(folder) ?? isThere(folder);
    known.set(folder, asked);
    return asked;
  };
  const found: string[] = [];
  for (let at = 0; at < paths.length; at += AT_ONCE) {
    const some = paths.slice(at, at + AT_ONCE);
    const there = await Promise.all(some.map(isThere));
    found.push(...some.filter((_, i) => there[i]));
  }
  return found;
}

async function exists(root: string, path: string): Promise<boolean> {
  const whole = Buffer.concat([Buffer.from(join(root, '/')), Buffer.from(path, ENCODING)]);
  return lstat(whole).then(
    () => true,
    () => false,
  );
}
