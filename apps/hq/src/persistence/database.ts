import SQLite from 'better-sqlite3';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { prepareDataDir } from './data-dir.js';
import { first } from './migrations/0001-first.js';
import type { Tables } from './tables.js';

export type Database = Kysely<Tables>;

/** Name of the database file inside the data directory. */
export const DATABASE_FILE = 'hq.sqlite';

/**
 * Opens the embedded database and brings its schema up to date. The folder is made with mode 0700: it holds the
 * signing key. WAL with `synchronous=FULL` means that what a transaction wrote survives a power cut.
 * @throws when the folder cannot be made or written, or a migration fails; the message names the folder.
 */
export async function openDatabase(dataDir: string): Promise<Database> {
  prepareDataDir(dataDir);
  const file = join(dataDir, DATABASE_FILE);
  const driver = new SQLite(file);
  chmodSync(file, 0o600);
  driver.pragma('journal_mode = WAL');
  driver.pragma('synchronous = FULL');
  driver.pragma('foreign_keys = ON');
  driver.pragma('busy_timeout = 5000');
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: driver }) });
  await migrate(db);
  return db;
}

async function migrate(db: Database): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ '0001-first': first }) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw new Error('The database could not be brought up to date.', { cause: error });
}
