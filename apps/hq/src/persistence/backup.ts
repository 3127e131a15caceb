import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
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
  type Database,
  type DatabasePlace,
} from './database.js';
import type { Tables } from './tables.js';

/** Why nothing was copied, in one line for the person at the terminal. */
export class CopyRefused extends Error {}

/** Writes everything into one SQLite file, beside a running HQ or without one. The file holds secrets: mode 0600. */
export async function backUp(place: DatabasePlace, file: string): Promise<number> {
  if (existsSync(file)) throw new CopyRefused(`${file} is there already. Name a file that is not.`);
  const source = await openDatabase(place);
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
    await source.destroy();
  }
}

/** Brings a backup back. What is there is only replaced with `force`, and only by a backup whose audit log is whole. */
export async function restore(file: string, place: DatabasePlace, force: boolean): Promise<number> {
  if (!existsSync(file)) throw new CopyRefused(`There is no file ${file}.`);
  const source = new Kysely<Tables>({ dialect: sqliteFile(file) });
  try {
    await assertWhole(source, `The backup ${file}`);
    if (force) setDamagedAside(place);
    return await fill(source, place, force);
  } finally {
    await source.destroy();
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
