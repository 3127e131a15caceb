import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** Bytes. What is larger is compared by nobody: reading it again and again would take a machine's time. */
export const MOST_COMPARED = 256 * 1024 * 1024;

/** The sha-256 of a file, in hex, without holding it; undefined for what is no file, cannot be read or is larger than 256 MiB. */
export function digestOfFile(path: string): Promise<string | undefined> {
  return reading(path, async (handle) => {
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of handle.createReadStream({ autoClose: false })) {
      size += (chunk as Buffer).length;
      if (size > MOST_COMPARED) return undefined;
      hash.update(chunk as Buffer);
    }
    return hash.digest('hex');
  });
}

/** The first bytes of a file; undefined for what is no file, or cannot be read. */
export function beginningOfFile(path: string, most: number): Promise<Buffer | undefined> {
  return reading(path, async (handle) => {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(most), 0, most, 0);
    return buffer.subarray(0, bytesRead);
  });
}

async function reading<T>(path: string, read: (handle: FileHandle) => Promise<T>): Promise<T | undefined> {
  // Opening a pipe that took a file's place would wait for its other end.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);
  if (!handle) return undefined;
  try {
    return (await handle.stat()).isFile() ? await read(handle) : undefined;
  } catch {
    // It was taken away while it was read.
    return undefined;
  } finally {
    await handle.close();
  }
}
