import { randomUUID } from 'node:crypto';
import { link, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readIfThere, removeIfThere } from './data-folder.js';
import { identityOf, isAlive } from './process-identity.js';
import { codeOf } from './system-error.js';

/** Somebody who took our new lock for the stale one may be moving it aside just now. */
const SETTLE_MS = 25;

export type LockResult =
  | { readonly ok: true; readonly release: () => Promise<void> }
  | { readonly ok: false; readonly error: string };

/**
 * One connector per data folder: two would answer HQ under the same instance id and throw each other out for ever.
 * The lock names a process and when it started, so that one left by a crash is taken over.
 */
export async function lockDataFolder(dataDir: string): Promise<LockResult> {
  const path = join(dataDir, 'connector.lock');
  const { pid, start } = await identityOf(process.pid);
  const mine = `${pid} ${start} ${randomUUID()}\n`;
  for (let attempt = 0; attempt < 10; attempt++) {
    if (await createLock(path, mine)) await pause(SETTLE_MS);
    const found = await readIfThere(path);
    if (found === mine) return { ok: true, release: () => releaseLock(path, mine) };
    if (found === undefined) continue;
    const holder = await aliveHolder(found);
    if (holder !== undefined) return refuse(dataDir, `process ${holder}`);
    await discardStale(path, found);
  }
  return refuse(dataDir, 'another process');
}

/** A link appears with its content or not at all: nobody reads half a lock. */
async function createLock(path: string, content: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, content, { mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await removeIfThere(draft);
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
  if ((await readFile(aside, 'utf8')) !== stale) await linkBack(aside, path);
  await removeIfThere(aside);
}

async function linkBack(aside: string, path: string): Promise<void> {
  await link(aside, path).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
}

async function aliveHolder(lock: string): Promise<number | undefined> {
  const [pid = '', start = ''] = lock.trim().split(' ');
  const holder = { pid: Number(pid), start };
  return (await isAlive(holder)) ? holder.pid : undefined;
}

function refuse(dataDir: string, holder: string): LockResult {
  const advice = 'Stop it, or give this one its own CODEV_CONNECTOR_DATA_DIR.';
  return { ok: false, error: `Another connector (${holder}) already uses ${dataDir}. ${advice}` };
}
