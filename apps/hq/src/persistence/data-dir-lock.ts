import SQLite from 'better-sqlite3';
import { join } from 'node:path';

/**
 * Makes sure that one HQ uses a data directory: two would each hold a mirror of their own. The lock is SQLite's lock
 * on a file, which the system lets go when the process ends, however it ends.
 * @returns a function that lets go; undefined when another process holds it.
 */
export function lockDataDir(dataDir: string): (() => void) | undefined {
  const file = new SQLite(join(dataDir, 'hq.lock'), { timeout: 0 });
  try {
    file.exec('BEGIN EXCLUSIVE');
    return () => file.close();
  } catch (error) {
    file.close();
    if (error instanceof SQLite.SqliteError && error.code.startsWith('SQLITE_BUSY')) return undefined;
    throw error;
  }
}
