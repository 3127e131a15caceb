import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readIfThere, removeIfThere } from './data-folder.js';
import { codeOf } from './system-error.js';

const run = promisify(execFile);

export type LockResult =
  | { readonly ok: true; readonly release: () => Promise<void> }
  | { readonly ok: false; readonly error: string };

/**
 * One connector per data folder: two would answer HQ under the same instance id and throw each other out for ever.
 * The lock names a process and when it started, so that one left by a crash is taken over.
 */
export async function lockDataFolder(dataDir: string): Promise<LockResult> {
  const path = join(dataDir, 'connector.lock');
  const mine = `${process.pid} ${await startOf(process.pid)} ${randomUUID()}\n`;
  for (let attempt = 0; attempt < 10; attempt++) {
    if (await createLock(path, mine)) return { ok: true, release: () => releaseLock(path, mine) };
    const theirs = await readIfThere(path);
    if (theirs === undefined) continue;
    const holder = await aliveHolder(theirs);
    if (holder !== undefined) return refuse(dataDir, `process ${holder}`);
    await discardStale(path, theirs);
  }
  return refuse(dataDir, 'another process');
}

async function createLock(path: string, content: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(content);
    await file.close();
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function releaseLock(path: string, mine: string): Promise<void> {
  if ((await readIfThere(path)) === mine) await removeIfThere(path);
}

/** Moved aside first: if another process took the lock over meanwhile, its lock goes back. */
async function discardStale(path: string, stale: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if ((await readFile(aside, 'utf8')) === stale) await removeIfThere(aside);
  else await rename(aside, path);
}

async function aliveHolder(lock: string): Promise<number | undefined> {
  const [pidText = '', start = ''] = lock.trim().split(' ');
  const pid = Number(pidText);
  if (!Number.isInteger(pid) || pid <= 0 || !isRunning(pid)) return undefined;
  return (await startOf(pid)) === start ? pid : undefined;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Process ids are given out again; together with the start they are not. */
async function startOf(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    // The name in parentheses may hold spaces; the start is the 20th field behind it.
    return status.slice(status.lastIndexOf(')') + 2).split(' ')[19] ?? 'unknown';
  }
  try {
    const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)], { env: { LC_ALL: 'C' } });
    return stdout.trim().replaceAll(/\s+/g, '_') || 'unknown';
  } catch {
    return 'unknown';
  }
}

function refuse(dataDir: string, holder: string): LockResult {
  const advice = 'Stop it, or give this one its own CODEV_CONNECTOR_DATA_DIR.';
  return { ok: false, error: `Another connector (${holder}) already uses ${dataDir}. ${advice}` };
}
