import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf, messageOf } from './system-error.js';

/** Paths as agent farm wrote them down, in its order; or in words why they cannot be told. */
export type KnownWorkspaces =
  | { readonly kind: 'read'; readonly paths: readonly string[] }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly words: string };

const DATABASE = 'global.db';
/** The oldest Node that better-sqlite3 runs on; an older one would crash. */
const OLDEST_NODE = [22, 22] as const;
const LARGEST = 256 * 1024 * 1024;

/** Where workspaces are written down, by table: today's Codev, 2.x, and 1.6 with a block of ports for each. */
const TABLES = [
  ['known_workspaces', 'workspace_path'],
  ['known_projects', 'project_path'],
  ['port_allocations', 'project_path'],
] as const;

/**
 * The workspaces that an agent farm knows. Its database is copied and the copy opened: to open it in place would lock it,
 * and leave files beside it, also when it is only read.
 */
export async function readKnownWorkspaces(farm: string): Promise<KnownWorkspaces> {
  const info = await stat(join(farm, DATABASE)).catch(() => undefined);
  if (!info?.isFile()) return { kind: 'absent' };
  if (info.size > LARGEST) return unreadable(farm, 'it is too large.');
  if (!runsSqlite(process.versions.node))
    return unreadable(farm, `that needs Node ${OLDEST_NODE.join('.')} or newer.`);
  const copy = await mkdtemp(join(tmpdir(), 'codev-connector-'));
  try {
    await copyFile(join(farm, DATABASE), join(copy, DATABASE));
    // What was written last lies beside it until agent farm has time for it.
    await copyFile(join(farm, `${DATABASE}-wal`), join(copy, `${DATABASE}-wal`)).catch(ifAbsent);
    return { kind: 'read', paths: await pathsIn(join(copy, DATABASE)) };
  } catch (error) {
    return unreadable(farm, messageOf(error));
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** Differs whenever agent farm has written; empty while there is nothing. */
export async function stampOfKnown(farm: string): Promise<string> {
  const names = [DATABASE, `${DATABASE}-wal`];
  const infos = await Promise.all(
    names.map((name) => stat(join(farm, name), { bigint: true }).catch(() => undefined)),
  );
  return infos
    .map((info) => (info ? `${info.ino}:${info.size}:${info.mtimeNs}` : ''))
    .join(' ')
    .trim();
}

async function pathsIn(file: string): Promise<string[]> {
  const { default: SQLite } = await import('better-sqlite3');
  const database = new SQLite(file, { fileMustExist: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
    const paths = TABLES.filter(([table]) => tables.includes(table)).flatMap(([table, column]) =>
      database.prepare(`SELECT ${column} FROM ${table} ORDER BY ${column}`).pluck().all(),
    );
    return [...new Set(paths.filter((path) => typeof path === 'string'))];
  } finally {
    database.close();
  }
}

function ifAbsent(error: unknown): void {
  if (codeOf(error) !== 'ENOENT') throw error;
}

function unreadable(farm: string, why: string): KnownWorkspaces {
  return { kind: 'unreadable', words: `${join(farm, DATABASE)} cannot be read: ${why}` };
}

function runsSqlite(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
}
