import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders: string[] = [];
const closers: (() => Promise<void>)[] = [];

/** A folder of its own for one test file, gone with {@link cleanUp}. */
export function scratchFolder(name: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `codev-hq-e2e-${name}-`)));
  folders.push(folder);
  return folder;
}

/** Called at the end of a test file, the last opened first. */
export function onCleanUp(close: () => Promise<void>): void {
  closers.push(close);
}

export async function cleanUp(): Promise<void> {
  for (const close of closers.splice(0).toReversed()) await close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** A port nobody listens on: a server that is stopped and started again must come back on the same one. */
export async function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address) resolve(address.port);
        else reject(new Error('The system gave no port.'));
      });
    });
  });
}
