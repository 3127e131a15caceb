import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { inStillness } from './still-checkout.js';
import { watchEveryFile } from './unwatched-files.js';

/** What differs from the last commit, tracked files first: ignored folders, where most files are, are not entered. */
const CHANGED = ['status', '--porcelain', '-z', '--no-renames', '--untracked-files=all'] as const;
const MOST_BYTES = 64 * 1024;
const MOST_FILES = 500;
const AT_ONCE = 32;

/**
 * When a file that is not committed yet was saved last in a checkout, in milliseconds: an agent may work for long before
 * git hears of it. 0 when there is none, or git cannot tell. Of very many the first few hundred stand for all.
 */
export async function lastSaved(checkout: string, stopped?: AbortSignal): Promise<number> {
  const args = [...CHANGED, '--ignore-submodules'];
  const options = { most: MOST_BYTES, stopped };
  const said = await inStillness(
    checkout,
    async (still) => {
      await watchEveryFile(still);
      return still.filesBeginning(args, options);
    },
    stopped,
  ).catch(() => undefined);
  if (!said) return 0;
  const entries = said.bytes.toString('utf8').split('\0');
  // The last one ends the list, or was cut.
  const paths = entries.slice(0, -1).map((entry) => entry.slice(3));
  const wanted = paths.slice(0, MOST_FILES);
  let newest = 0;
  while (wanted.length > 0)
    newest = Math.max(
      newest,
      ...(await Promise.all(wanted.splice(0, AT_ONCE).map((path) => savedAt(checkout, path)))),
    );
  return newest;
}

/** A file may claim to be of tomorrow: then it tells nothing. */
async function savedAt(checkout: string, path: string): Promise<number> {
  const info = await lstat(join(checkout, path)).catch(() => undefined);
  return info && info.mtimeMs <= Date.now() ? info.mtimeMs : 0;
}
