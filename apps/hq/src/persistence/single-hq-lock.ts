import SQLite from 'better-sqlite3';
import { join } from 'node:path';
import pg from 'pg';
import type { DatabasePlace } from './database.js';
import { sqliteCode } from './sqlite-code.js';

/** Held while HQ runs. `lost` resolves when the lock is gone without having been let go. */
export interface SingleHqLock {
  readonly release: () => Promise<void>;
  readonly lost: Promise<void>;
}

/** Any number, the same in every HQ. */
const ADVISORY_LOCK = 430_043;

/**
 * Makes sure that one HQ uses a database: two would each hold a mirror of their own. Both locks are the system's, which
 * lets them go when the process ends, however it ends.
 * @returns undefined when another HQ holds the lock.
 * @throws when the database cannot be reached.
 */
export async function takeSingleHqLock(place: DatabasePlace): Promise<SingleHqLock | undefined> {
  return place.databaseUrl === undefined ? lockFolder(place.dataDir) : lockServer(place.databaseUrl);
}

function lockFolder(dataDir: string): SingleHqLock | undefined {
  const file = new SQLite(join(dataDir, 'hq.lock'), { timeout: 0 });
  try {
    file.exec('BEGIN EXCLUSIVE');
    return {
      release: () => {
        file.close();
        return Promise.resolve();
      },
      lost: new Promise(() => undefined),
    };
  } catch (error) {
    file.close();
    if (sqliteCode(error).startsWith('SQLITE_BUSY')) return undefined;
    throw error;
  }
}

async function lockServer(connectionString: string): Promise<SingleHqLock | undefined> {
  const client = new pg.Client({ connectionString, keepAlive: true });
  const lost = new Promise<void>((resolve) => client.on('error', () => resolve()));
  await client.connect();
  const taken = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
    ADVISORY_LOCK,
  ]);
  if (taken.rows[0]?.taken === true) return { release: () => client.end(), lost };
  await client.end();
  return undefined;
}
