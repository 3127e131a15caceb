import { execFile } from 'node:child_process';
import { lstat, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { remoteWithoutCredentials } from './git-remote.js';
import type { Workspace, Workspaces } from './workspace.js';
import { mainCheckoutOf } from './worktrees.js';

const run = promisify(execFile);

export type WorkspacesResult =
  { readonly ok: true; readonly workspaces: Workspaces } | { readonly ok: false; readonly error: string };

/** Each argument leads to the project it lies in, from a worktree to its main checkout; two of the same one are one. */
export async function findWorkspaces(paths: readonly string[], cwd: string): Promise<WorkspacesResult> {
  const found = new Map<string, Workspace>();
  for (const path of paths) {
    const folder = await realFolder(resolve(cwd, path));
    if (folder === undefined)
      return { ok: false, error: `${path} is not a directory. Give the path of a git repository.` };
    const place = await topOfCheckout(folder);
    if (place?.bare) return { ok: false, error: bareWords(path, place.top) };
    const top = place && ((await mainCheckoutOf(place.top)) ?? place.top);
    const root = top ?? folder;
    if (!found.has(root)) found.set(root, await describe(root, top !== undefined));
  }
  return { ok: true, workspaces: [...found.values()] };
}

async function describe(path: string, isRepository: boolean): Promise<Workspace> {
  const gitRemote = isRepository ? await originOf(path) : undefined;
  return { path, name: basename(path) || path, isRepository, ...(gitRemote && { gitRemote }) };
}

async function realFolder(path: string): Promise<string | undefined> {
  const info = await stat(path).catch(() => undefined);
  return info?.isDirectory() ? realpath(path) : undefined;
}

/** `.git` is a folder in a checkout and a file in a worktree or submodule. No git is asked: it may refuse to look. */
async function topOfCheckout(folder: string): Promise<{ top: string; bare: boolean } | undefined> {
  if (await isThere(join(folder, '.git'))) return { top: folder, bare: false };
  if (await isBare(folder)) return { top: folder, bare: true };
  const parent = dirname(folder);
  return parent === folder ? undefined : topOfCheckout(parent);
}

/** What git itself goes by: such a folder holds commits and no files. */
async function isBare(folder: string): Promise<boolean> {
  const marks = await Promise.all(['HEAD', 'objects', 'refs'].map((name) => isThere(join(folder, name))));
  return marks.every(Boolean);
}

async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}

function bareWords(path: string, top: string): string {
  if (basename(top) === '.git')
    return `${path} is git’s own folder. Give the path of the checkout it belongs to.`;
  return `${path} is a bare repository: it has no files to watch. Give the path of a clone of it, or of a worktree (git worktree add).`;
}

async function originOf(path: string): Promise<string | undefined> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
  try {
    const { stdout } = await run('git', ['-C', path, 'config', '--get', 'remote.origin.url'], {
      env,
      timeout: 10_000,
    });
    return remoteWithoutCredentials(stdout.trim());
  } catch {
    // Exit code 1 is "no such remote"; without git itself the first commit will say so.
    return undefined;
  }
}
