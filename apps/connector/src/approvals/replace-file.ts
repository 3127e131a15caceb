import { randomUUID } from 'node:crypto';
import { access, constants, open, readFile, realpath, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { removeIfThere, syncFolder } from '../workspaces/data-folder.js';
import { codeOf, writeTrouble } from '../workspaces/system-error.js';
import { bytesDigest } from './gate-edit.js';

export type ReplaceResult =
  | { readonly kind: 'replaced' }
  /** Somebody saved the file after it was read: nothing was written. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'failed'; readonly words: string };

/**
 * Puts `bytes` where `path` is, whole or not at all, if the file still has the digest it was read with. Mode and owner
 * stay. `path` must be a real path: a symlink in its place would be replaced.
 */
export async function replaceFile(path: string, bytes: Uint8Array, expected: string): Promise<ReplaceResult> {
  const temporary = join(dirname(path), `.codev-hq-${randomUUID()}.tmp`);
  try {
    // A rename would go over a file that its owner made read-only.
    if (!(await isWhereItWas(path))) return { kind: 'changed' };
    await access(path, constants.W_OK);
    await writeLike(path, temporary, bytes);
    if (bytesDigest(await readFile(path)) !== expected) {
      await removeIfThere(temporary);
      return { kind: 'changed' };
    }
    if (!(await isWhereItWas(path))) {
      await removeIfThere(temporary);
      return { kind: 'changed' };
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
    return { kind: 'replaced' };
  } catch (error) {
    // Where nothing can be written nothing can be removed either, not even what is not there.
    await unlink(temporary).catch(() => undefined);
    if (codeOf(error) === 'ENOENT') return { kind: 'changed' };
    return { kind: 'failed', words: writeTrouble(error) };
  }
}

/** A folder on the way may have been swapped for a symlink since the path was resolved: then it leads elsewhere. */
async function isWhereItWas(path: string): Promise<boolean> {
  return (await realpath(dirname(path))) === dirname(path);
}

/**
 * Puts `bytes` where `path` is without needing room for both, as when git filled the disk. Not whole or not at all:
 * only for taking back what replaceFile wrote.
 */
export async function overwriteFile(
  path: string,
  bytes: Uint8Array,
  expected: string,
): Promise<ReplaceResult> {
  try {
    const file = await open(path, 'r+');
    try {
      if (bytesDigest(await file.readFile()) !== expected) return { kind: 'changed' };
      await file.write(bytes, 0, bytes.length, 0);
      await file.truncate(bytes.length);
      await file.sync();
      return { kind: 'replaced' };
    } finally {
      await file.close();
    }
  } catch (error) {
    return { kind: 'failed', words: writeTrouble(error) };
  }
}

async function writeLike(path: string, temporary: string, bytes: Uint8Array): Promise<void> {
  const like = await stat(path);
  const file = await open(temporary, 'wx', like.mode & 0o7777);
  try {
    // The umask may have taken bits away.
    await file.chmod(like.mode & 0o7777);
    const own = await file.stat();
    if (own.uid !== like.uid || own.gid !== like.gid) await keepOwner(file, like.uid, like.gid);
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Only root may give files away; for anybody else the new file is theirs. */
async function keepOwner(
  file: { chown(uid: number, gid: number): Promise<void> },
  uid: number,
  gid: number,
): Promise<void> {
  await file.chown(uid, gid).catch((error: unknown) => {
    if (codeOf(error) !== 'EPERM') throw error;
  });
}
