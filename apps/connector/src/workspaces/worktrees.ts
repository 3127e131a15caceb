import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';

/**
 * The project's other checkouts, by git's own files: no process is needed, so that it can be asked every other second.
 * Worktrees whose folder is gone, or does not know of the project, are left out.
 */
export async function worktreesOf(main: string): Promise<string[]> {
  const common = await commonFolderOf(main);
  if (common === undefined) return [];
  const names = await readdir(join(common, 'worktrees')).catch((): string[] => []);
  const found = await Promise.all(
    names.map(async (name) => {
      const [mark] = await lines(join(common, 'worktrees', name, 'gitdir'));
      const folder = mark && (await realpath(dirname(mark)).catch(() => undefined));
      return folder && folder !== main && (await isWorktreeOf(main, folder)) ? folder : undefined;
    }),
  );
  return found.filter((folder) => folder !== undefined).toSorted();
}

/** What looks like another checkout of the project and is not served, with the reason. */
export async function strayWorktrees(main: string): Promise<{ path: string; why: string }[]> {
  const served = new Set(await worktreesOf(main));
  const common = await commonFolderOf(main);
  const names = common === undefined ? [] : await namesIn(join(common, 'worktrees'));
  const listed = await Promise.all(
    names.map(async (name) => {
      const [mark] = await lines(join(common ?? '', 'worktrees', name, 'gitdir'));
      return mark === undefined ? [] : [dirname(mark)];
    }),
  );
  const builders = (await namesIn(join(main, '.builders'))).map((name) => join(main, '.builders', name));
  const strays = [...new Set([...listed.flat(), ...builders])].map(async (path) => {
    const real = await realpath(path).catch(() => undefined);
    if (real === undefined) return [{ path, why: 'is gone (git worktree prune forgets it)' }];
    if (served.has(real) || !(await stat(real)).isDirectory()) return [];
    if (!(await mayBelongTo(main, real))) return [];
    return [{ path, why: 'is no worktree that git knows of this project' }];
  });
  return (await Promise.all(strays)).flat().toSorted((a, b) => a.path.localeCompare(b.path));
}

function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((): string[] => []);
}

/** The main checkout that a worktree belongs to; undefined for what is no worktree, or has no main checkout. */
export async function mainCheckoutOf(worktree: string): Promise<string | undefined> {
  const own = await folderNamedIn(join(worktree, '.git'), /^gitdir: (.+?)\s*$/m, worktree);
  const common = own && (await folderNamedIn(join(own, 'commondir'), /^(.+?)\s*$/m, own));
  if (common === undefined || basename(common) !== '.git') return undefined;
  const main = dirname(common);
  return (await isWorktreeOf(main, worktree)) ? main : undefined;
}

/** `refs/heads/` left out; undefined while no branch is checked out. */
export async function branchOf(checkout: string): Promise<string | undefined> {
  const mark = join(checkout, '.git');
  const info = await lstat(mark).catch(() => undefined);
  const folder = info?.isFile() ? await folderNamedIn(mark, /^gitdir: (.+?)\s*$/m, checkout) : mark;
  const [head = ''] = folder === undefined ? [] : await lines(join(folder, 'HEAD'));
  return /^ref: refs\/heads\/(.+)$/.exec(head)?.[1];
}

/** When git last wrote there (a commit, a checkout, something staged), in milliseconds; 0 when that is not to be seen. */
export async function lastTouched(checkout: string): Promise<number> {
  const own = await folderNamedIn(join(checkout, '.git'), /^gitdir: (.+?)\s*$/m, checkout);
  const marks = own === undefined ? [] : [join(own, 'logs', 'HEAD'), join(own, 'index')];
  const times = await Promise.all(marks.map((mark) => stat(mark).catch(() => undefined)));
  return Math.max(0, ...times.map((info) => info?.mtimeMs ?? 0));
}

async function lines(path: string): Promise<string[]> {
  return (await readFile(path, 'utf8').catch(() => '')).split(/\r?\n/).filter(Boolean);
}

/**
 * Whether each of the two names the other, as git has them do: a folder's own word, that it belongs to a project, is not
 * enough to write there. No process is needed to see it.
 */
export async function isWorktreeOf(main: string, worktree: string): Promise<boolean> {
  if ((await realpath(worktree).catch(() => undefined)) !== worktree) return false;
  const mark = join(worktree, '.git');
  const own = await folderNamedIn(mark, /^gitdir: (.+?)\s*$/m, worktree);
  if (own === undefined) return false;
  const back = await folderNamedIn(join(own, 'gitdir'), /^(.+?)\s*$/m, own);
  const common = await folderNamedIn(join(own, 'commondir'), /^(.+?)\s*$/m, own);
  const isOfIt = back === mark && common !== undefined && common === (await commonFolderOf(main));
  return isOfIt && (await mayBelongTo(main, worktree));
}

/** A main checkout has git's folder itself; one that is a submodule names it, and one of a bare repository names it twice. */
async function commonFolderOf(main: string): Promise<string | undefined> {
  const mark = join(main, '.git');
  const info = await lstat(mark).catch(() => undefined);
  if (info?.isDirectory()) return mark;
  const own = await folderNamedIn(mark, /^gitdir: (.+?)\s*$/m, main);
  return own && ((await folderNamedIn(join(own, 'commondir'), /^(.+?)\s*$/m, own)) ?? own);
}

/** A bare repository's worktrees are each other's equals: of them a checkout has those that were put inside it, as builders are. */
async function mayBelongTo(main: string, worktree: string): Promise<boolean> {
  const own = await folderNamedIn(join(main, '.git'), /^gitdir: (.+?)\s*$/m, main);
  const isEqual =
    own !== undefined && (await stat(join(own, 'commondir')).catch(() => undefined)) !== undefined;
  return !isEqual || worktree.startsWith(main + sep);
}

async function folderNamedIn(path: string, pattern: RegExp, from: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const [, named] = pattern.exec(text) ?? [];
  return named === undefined ? undefined : realpath(resolve(from, named)).catch(() => undefined);
}
