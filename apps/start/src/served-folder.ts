import { lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What the connector watches for one given path. */
export interface ServedFolder {
  readonly path: string;
  readonly isRepository: boolean;
}

/** The checkouts the paths lie in, each once, as the connector will find them; a path itself outside of any. */
export function servedFolders(paths: readonly string[]): ServedFolder[] {
  const found = new Map<string, ServedFolder>();
  for (const given of paths) {
    const folder = realpathSync(given);
    const top = topOfCheckout(folder);
    const path = top ?? folder;
    found.set(path, { path, isRepository: top !== undefined });
  }
  return [...found.values()];
}

/** A line for each folder in which a decision leaves no commit. */
export function withoutGit(folders: readonly ServedFolder[]): string[] {
  return folders
    .filter(({ isRepository }) => !isRepository)
    .map(
      ({ path }) =>
        `! \`${basename(path) || path}\` is not a git repository: decisions are written into its files, but nothing is committed.`,
    );
}

/** `.git` is a folder in a checkout and a file in a worktree. No git is asked: it may refuse to look. */
function topOfCheckout(folder: string): string | undefined {
  if (lstatSync(join(folder, '.git'), { throwIfNoEntry: false })) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : topOfCheckout(parent);
}
