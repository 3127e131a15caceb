import SQLite from 'better-sqlite3';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, PostgresDialect, SqliteDialect, type Dialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { prepareDataDir } from './data-dir.js';
import { keepingStatements } from './kept-statements.js';
import { first } from './migrations/0001-first.js';
import { decisionProgress } from './migrations/0002-decision-progress.js';
import { besideStatusFiles } from './migrations/0003-beside-status-files.js';
import { notifications } from './migrations/0004-notifications.js';
import { history } from './migrations/0006-history.js';
import { happeningsByMachine } from './migrations/0007-happenings-by-machine.js';
import { sessionsAndHandovers } from './migrations/0005-sessions-and-handovers.js';
import { decisionMachineKey } from './migrations/0008-decision-machine-key.js';
import { readInSlices } from './migrations/0009-read-in-slices.js';
import { noticeLanguages } from './migrations/0010-notice-languages.js';
import { webhookLanguages } from './migrations/0011-webhook-languages.js';
import { PostgresRowWriter } from './postgres-row-writer.js';
import type { RowWriter } from './row-work.js';
import { sqliteCode } from './sqlite-code.js';
import { SqliteRowWriter } from './sqlite-row-writer.js';
import type { Tables } from './tables.js';

export type Database = Kysely<Tables>;

/** Where the rows are: a PostgreSQL server, or a file in the data directory. */
export interface DatabasePlace {
  readonly dataDir: string;
  readonly databaseUrl?: string | undefined;
}

/** Name of the embedded database's file inside the data directory. */
export const DATABASE_FILE = 'hq.sqlite';

/**
 * Opens the database and brings its schema up to date. One code path for both engines: what differs is here.
 * @throws when the folder or the server cannot be used, or a migration fails.
 */
export async function openDatabase(place: DatabasePlace): Promise<Database> {
  const db = new Kysely<Tables>({
    dialect: place.databaseUrl === undefined ? embedded(place.dataDir) : postgres(place.databaseUrl),
  });
  try {
    await migrate(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return db;
}

/** The embedded engine's folder is closed to others (0700): it holds the signing key. */
function embedded(dataDir: string): Dialect {
  prepareDataDir(dataDir);
  return sqliteFile(join(dataDir, DATABASE_FILE));
}

const PRAGMAS = ['journal_mode = WAL', 'foreign_keys = ON', 'busy_timeout = 5000'];

/** WAL with `synchronous=FULL`: what a transaction wrote survives a power cut. */
export function sqliteFile(file: string): Dialect {
  const driver = new SQLite(file);
  chmodSync(file, 0o600);
  for (const pragma of [...PRAGMAS, 'synchronous = FULL']) driver.pragma(pragma);
  return new SqliteDialect({ database: keepingStatements(driver) });
}

/**
 * Who writes what machines tell again. The embedded engine does that on a thread of its own, and without waiting for the
 * disk: a power cut may take the last of it, and decisions never wait for the lock while it is flushed.
 */
export function openRowWriter(db: Database, { dataDir, databaseUrl }: DatabasePlace): RowWriter {
  if (databaseUrl !== undefined) return new PostgresRowWriter(db);
  const pragmas = [...PRAGMAS, 'synchronous = NORMAL'];
  return new SqliteRowWriter(db, { file: join(dataDir, DATABASE_FILE), pragmas });
}

/** Whether SQLite can read this file at all. */
export function isDatabase(file: string): boolean {
  return looking(file, (driver) => driver.pragma('schema_version')) !== undefined;
}

const OWN_TABLES = ['audit', 'audit_head', 'signing_key'];

/** What a file is, without changing it: a whole database of HQ's, one that is damaged, or something else. */
export function whatFileIs(file: string): 'hq' | 'damaged' | 'other' {
  const found = looking(file, (driver) => {
    const tables = driver.prepare<[], string>('select name from sqlite_schema').pluck().all();
    if (!OWN_TABLES.every((name) => tables.includes(name))) return 'other';
    return driver.pragma('quick_check', { simple: true }) === 'ok' ? 'hq' : 'damaged';
  });
  return found ?? 'other';
}

/** Undefined when SQLite finds no database in the file. */
function looking<T>(file: string, look: (driver: SQLite.Database) => T): T | undefined {
  const driver = new SQLite(file, { readonly: true });
  try {
    return look(driver);
  } catch (error) {
    if (/^SQLITE_(NOTADB|CORRUPT)/.test(sqliteCode(error))) return undefined;
    throw error;
  } finally {
    driver.close();
  }
}

function postgres(connectionString: string): Dialect {
  // Milliseconds and sequence numbers are bigint; all of ours fit a double exactly.
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({ connectionString, max: 8, connectionTimeoutMillis: 10_000 });
  // An idle connection that breaks is replaced; the next query says whether the server is there.
  pool.on('error', () => undefined);
  return new PostgresDialect({ pool });
}

export async function migrate(db: Database): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: {
      getMigrations: () =>
        Promise.resolve({
          '0001-first': first,
          '0002-decision-progress': decisionProgress,
          '0003-beside-status-files': besideStatusFiles,
          '0004-notifications': notifications,
          '0005-sessions-and-handovers': sessionsAndHandovers,
          '0006-history': history,
          '0007-happenings-by-machine': happeningsByMachine,
          '0008-decision-machine-key': decisionMachineKey,
          '0009-read-in-slices': readInSlices,
          '0010-notice-languages': noticeLanguages,
          '0011-webhook-languages': webhookLanguages,
        }),
    },
  });
  await sayWhatTakesLong(migrator);
  const { error } = await migrator.migrateToLatest();
  if (error) throw new Error('The database could not be brought up to date.', { cause: error });
}

/** It reads every row of a database that has grown without these indexes. */
const TAKES_LONG = '0009-read-in-slices';

/** On the error stream: some commands print their answer alone, and the log is not there yet. */
async function sayWhatTakesLong(migrator: Migrator): Promise<void> {
  const all = await migrator.getMigrations();
  const isOld = all.some(({ executedAt }) => executedAt !== undefined);
  const isPending = all.some(({ name, executedAt }) => name === TAKES_LONG && executedAt === undefined);
  if (isOld && isPending)
    process.stderr.write('Bringing the database up to date: building indexes may take a minute.\n');
}
