import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { access, chmod, constants, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from './system-error.js';

/** Creates the folder for this person's eyes only. Answers a line for people when it cannot be used. */
export async function prepareDataFolder(path: string): Promise<string | undefined> {
  const advice = 'Set CODEV_CONNECTOR_DATA_DIR to a folder that you can write.';
  try {
    await make(path);
    if (!(await stat(path)).isDirectory()) return `The data directory ${path} is not a directory. ${advice}`;
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
    if (process.getuid?.() === (await stat(path)).uid) await chmod(path, 0o700);
    return undefined;
  } catch (error) {
    return `The data directory ${path} cannot be used (${codeOf(error) ?? String(error)}). ${advice}`;
  }
}

/** Not `recursive: true`: on /proc and the like Node tries for ever. */
async function make(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(path) === path || existsSync(dirname(path))) throw error;
    await make(dirname(path));
    await mkdir(path, { mode: 0o700 });
  }
}

/** The file is there whole or not at all, also after a power cut. */
export async function writeDurably(path: string, content: string | Uint8Array, mode = 0o600): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    // On a full disk, what is left of it would be in the way of the next attempt.
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Makes a rename or removal in the folder durable. */
export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open folders and needs no such sync.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

export async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
}

export async function removeIfThere(path: string): Promise<void> {
  await unlink(path).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error;
  });
}
