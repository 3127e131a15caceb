import { copyFile, mkdir, mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { beginningOfGit, quietGit, type BeginningOptions, type GitText } from './quiet-git.js';
import { codeOf } from './system-error.js';

/**
 * How files on the disk become what git keeps: without these, line ends and modes would look changed. Not how few of a
 * file's facts git compares (`trustctime`, `checkStat`): a change would hide behind an old time.
 */
const FILE_SETTINGS =
  '^core\\.(autocrlf|eol|filemode|symlinks|ignorecase|precomposeunicode|longpaths|attributesfile|excludesfile|sparsecheckout)$';
/** Told to whoever looks, not to git. */
const SPARSE = 'core.sparsecheckout';
const ON = /^(?:\n(?:true|yes|on|[1-9]\d*))?$/i;
/** A line that some systems end differently must not stop a look. */
const NO_QUESTIONS = ['-c', 'core.safecrlf=false'];

/** A checkout as git's own files have it, with nothing that its repository, or anybody, configured. */
export interface StillCheckout {
  readonly root: string;
  /** Whether files that git knows may be left out of it. */
  readonly isSparse: boolean;
  /** Reads the checkout's files. */
  readonly files: (args: readonly string[], input?: Uint8Array) => Promise<Buffer>;
  readonly filesBeginning: (args: readonly string[], options: BeginningOptions) => Promise<GitText>;
  /** Reads committed objects only, without attributes: what is binary is seen in the bytes. */
  readonly objectsBeginning: (args: readonly string[]) => Promise<GitText>;
}

/**
 * Shows a checkout to git through a folder of git's own that is empty but for a copy of the index, and borrows the
 * objects. A filter, a file-system monitor, a way to show differences, a submodule to be left out: none of them is known
 * there, by whatever name and however lately somebody configured it. What git writes stays there, and is gone afterwards.
 * @throws as `quietGit` does, also when `stopped`.
 */
export async function inStillness<T>(
  checkout: string,
  look: (still: StillCheckout) => Promise<T>,
  stopped?: AbortSignal,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'codev-look-'));
  try {
    return await look(await stillCheckout(checkout, folder, stopped));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function stillCheckout(
  checkout: string,
  folder: string,
  stopped: AbortSignal | undefined,
): Promise<StillCheckout> {
  const gitDir = join(folder, 'git');
  const bare = join(folder, 'objects-only');
  const { settings, isSparse } = await fileSettings(checkout);
  await prepare(checkout, gitDir, bare);
  const alone = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: devNull };
  const filesEnv = { ...alone, GIT_DIR: gitDir, GIT_WORK_TREE: checkout };
  const attributes = { GIT_ATTR_NOSYSTEM: '1', GIT_INDEX_FILE: join(bare, 'none') };
  const objectsEnv = { ...alone, ...attributes, GIT_DIR: bare };
  const plain = ['-c', `core.attributesFile=${devNull}`];
  return {
    root: checkout,
    isSparse,
    files: (args, input) =>
      quietGit(checkout, [...settings, ...args], { env: filesEnv, stopped, ...(input && { input }) }),
    filesBeginning: (args, options) =>
      beginningOfGit(checkout, [...settings, ...args], { stopped, ...options, env: filesEnv }),
    objectsBeginning: (args) => beginningOfGit(bare, [...plain, ...args], { env: objectsEnv, stopped }),
  };
}

async function prepare(checkout: string, gitDir: string, bare: string): Promise<void> {
  const places = ['objects', 'index', 'info/attributes', 'info/exclude'];
  const asked = ['--path-format=absolute', ...places.flatMap((place) => ['--git-path', place])];
  const told = await quietGit(checkout, [
    'rev-parse',
    ...asked,
    '--absolute-git-dir',
    '--show-object-format',
  ]);
  const [objects = '', index = '', attributes = '', exclude = '', own = '', format = ''] = told
    .toString('utf8')
    .split('\n');
  const head = await quietGit(checkout, ['rev-parse', '--verify', 'HEAD']);
  const config = (isBare: boolean): string =>
    `[core]\n\trepositoryformatversion = 1\n\tbare = ${isBare}\n[extensions]\n\tobjectformat = ${format}\n`;
  for (const dir of [gitDir, bare]) {
    await mkdir(join(dir, 'objects', 'info'), { recursive: true });
    await mkdir(join(dir, 'refs'));
    await mkdir(join(dir, 'info'));
    await writeFile(join(dir, 'config'), config(dir === bare));
  }
  await writeFile(join(gitDir, 'objects', 'info', 'alternates'), `${objects}\n`);
  await writeFile(join(bare, 'objects', 'info', 'alternates'), `${join(gitDir, 'objects')}\n${objects}\n`);
  await writeFile(join(gitDir, 'HEAD'), head);
  await writeFile(join(bare, 'HEAD'), 'ref: refs/heads/none\n');
  await copyIfThere(attributes, join(gitDir, 'info', 'attributes'));
  await copyIfThere(exclude, join(gitDir, 'info', 'exclude'));
  await copyIndex(index, own, gitDir);
}

async function copyIndex(index: string, own: string, gitDir: string): Promise<void> {
  const copy = join(gitDir, 'index');
  const before = await stat(index).catch(() => undefined);
  if (!before || !(await copyIfThere(index, copy))) return;
  // By when the index was written git tells what may have changed unseen since: rather too early than too late.
  const written = Math.floor(before.mtimeMs / 1000);
  await utimes(copy, written, written);
  const shared = (await readdir(own)).filter((name) => name.startsWith('sharedindex.'));
  for (const name of shared) await symlink(join(own, name), join(gitDir, name));
}

async function copyIfThere(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return false;
    throw error;
  }
}

interface FileSettings {
  /** As options of git's. */
  readonly settings: readonly string[];
  readonly isSparse: boolean;
}

/** Values only, from whichever file: what is named here starts no program. */
async function fileSettings(checkout: string): Promise<FileSettings> {
  // Nothing found is an end with 1 too.
  const told = await quietGit(checkout, ['config', '--null', '--get-regexp', FILE_SETTINGS]).catch(() =>
    Buffer.alloc(0),
  );
  const entries = told.toString('utf8').split('\0').filter(Boolean);
  const sparse = entries.filter((entry) => entry.startsWith(SPARSE));
  const others = entries.filter((entry) => !sparse.includes(entry));
  return {
    settings: [...others.flatMap((entry) => ['-c', entry.replace('\n', '=')]), ...NO_QUESTIONS],
    isSparse: ON.test(sparse.at(-1)?.slice(SPARSE.length) ?? '\nfalse'),
  };
}
