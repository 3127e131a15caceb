import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Where Codev 1.6 keeps what it knows of a project's builders. */
export const OLDER_STATE = '.agent-farm/state.db';

/**
 * Whether a project has that file. It is not read: builders are known by their worktrees, and what they do by their status
 * files, which say more. Without a Tower it tells that words have no way there.
 */
export async function hasOlderFarm(projectPath: string): Promise<boolean> {
  const info = await stat(join(projectPath, OLDER_STATE)).catch(() => undefined);
  return info?.isFile() === true;
}
