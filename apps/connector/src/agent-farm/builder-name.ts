import { lstat, readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

const BUILDERS = '.builders';

/**
 * The agent that works in a worktree, by agent farm's rule: branch `builder/spir-412` is `builder-spir-412`. A worktree on
 * another branch is known by its folder; undefined for what is no builder's.
 */
export async function builderIn(worktree: string): Promise<string | undefined> {
  const head = await readFile(join(await gitFolder(worktree), 'HEAD'), 'utf8').catch(() => '');
  const [, branch] = /^ref: refs\/heads\/builder\/(\S+)\s*$/.exec(head) ?? [];
  if (branch !== undefined) return `builder-${branch}`;
  return basename(dirname(worktree)) === BUILDERS ? `builder-${basename(worktree)}` : undefined;
}

async function gitFolder(checkout: string): Promise<string> {
  const mark = join(checkout, '.git');
  const info = await lstat(mark).catch(() => undefined);
  if (!info?.isFile()) return mark;
  const [, folder] = /^gitdir: (.+?)\s*$/m.exec(await readFile(mark, 'utf8')) ?? [];
  return folder === undefined ? mark : resolve(checkout, folder);
}
