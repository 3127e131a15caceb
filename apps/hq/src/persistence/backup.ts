import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { AuditRepository } from './audit.repository.js';
import { verifyAudit } from './audit-verification.js';
import { copyDatabase, isEmpty } from './copy-database.js';
import {
  DATABASE_FILE,
  isDatabase,
  migrate,
  openDatabase,
  sqliteFile,
  whatFileIs,
  type Database,
  type DatabasePlace,
} from './database.js';
import type { Tables } from './tables.js';

/** Why nothing was copied, in one line for the person at the terminal. */
export class CopyRefused extends Error {}

/** Writes everything into one SQLite file, beside a running HQ or without one. The file holds secrets: mode 0600. */
export async function backUp(place: DatabasePlace, file: string): Promise<number> {
  if (existsSync(file)) throw new CopyRefused(`${file} is there already. Name a file that is not.`);
  if (!isFolder(dirname(file)))
    throw new CopyRefused(`There is no folder ${dirname(file)}. Make it, or name a file in another one.`);
  const source = await openDatabase(place);
  try {
    return await writeFile(source, file);
  } catch (error) {
    const code = codeOf(error);
    if (!UNWRITABLE.test(code)) throw error;
    throw new CopyRefused(`${file} cannot be written (${code}). Name a file in another folder.`, {
      cause: error,
    });
  } finally {
    await source.destroy();
  }
}

async function writeFile(source: Database, file: string): Promise<number> {
  const unfinished = `${file}.unfinished`;
  rmSync(unfinished, { force: true });
  const target = new Kysely<Tables>({ dialect: sqliteFile(unfinished) });
  try {
    await migrate(target);
    const rows = await copyDatabase(source, target);
    await assertWhole(target, 'The copy');
    // One file, without a write-ahead log beside it.
    await sql`pragma journal_mode = delete`.execute(target);
    await target.destroy();
    renameSync(unfinished, file);
    return rows;
  } finally {
    await target.destroy();
    rmSync(unfinished, { force: true });
  }
}

/** Brings a backup back. What is there is only replaced with `force`, and only by a backup whose audit log is whole. */
export async function restore(file: string, place: DatabasePlace, force: boolean): Promise<number> {
  assertBackup(file);
  const source = new Kysely<Tables>({ dialect: sqliteFile(file) });
  try {
    await assertWhole(source, `The backup ${file}`);
    if (force) setDamagedAside(place);
    return await fill(source, place, force);
  } finally {
    await source.destroy();
  }
}

/** Anything else is left as it is, also its rights. */
function assertBackup(file: string): void {
  if (!existsSync(file)) throw new CopyRefused(`There is no file ${file}.`);
  const found = isFolder(file) ? 'other' : looked(file);
  if (found === 'other')
    throw new CopyRefused(`${file} is no backup of Codev HQ. Name a file that \`backup\` wrote.`);
  if (found === 'damaged') throw new CopyRefused(`The backup ${file} is damaged. Take another one.`);
}

function looked(file: string): ReturnType<typeof whatFileIs> {
  try {
    return whatFileIs(file);
  } catch (error) {
    const code = codeOf(error);
    if (!code.startsWith('SQLITE_')) throw error;
    throw new CopyRefused(`${file} cannot be read (${code}).`, { cause: error });
  }
}

/** Copies everything to another engine; the old database stays as it is. */
export async function move(from: DatabasePlace, to: DatabasePlace, force: boolean): Promise<number> {
  const source = await openDatabase(from);
  try {
    await assertWhole(source, 'This database');
    return await fill(source, to, force);
  } finally {
    await source.destroy();
  }
}

async function fill(source: Database, place: DatabasePlace, force: boolean): Promise<number> {
  const target = await openDatabase(place);
  try {
    if (!force && !(await isEmpty(target))) {
      throw new CopyRefused('The target holds data already. Add --force to replace all of it.');
    }
    const rows = await copyDatabase(source, target);
    await assertWhole(target, 'The copy');
    return rows;
  } finally {
    await target.destroy();
  }
}

async function assertWhole(db: Database, what: string): Promise<void> {
  const verdict = await verifyAudit(new AuditRepository(db));
  if (!verdict.ok) throw new CopyRefused(`${what} cannot be trusted: in its audit log ${verdict.problem}.`);
}

/** A file that is no database any more cannot be emptied; it is kept under another name. */
function setDamagedAside(place: DatabasePlace): void {
  const file = join(place.dataDir, DATABASE_FILE);
  if (place.databaseUrl !== undefined || !existsSync(file) || isDatabase(file)) return;
  renameSync(file, `${file}.damaged-${Date.now()}`);
}

/** What the system or SQLite says of a place that takes no file. */
const UNWRITABLE =
  /^(E(ACCES|PERM|ROFS|NOSPC|NOTDIR|NOENT|ISDIR|DQUOT)$|SQLITE_(CANTOPEN|READONLY|FULL|IOERR|PERM))/;

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The code of an error or of what caused it; `''` without one. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? codeOf(error.cause) : '';
}
