import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes the data directory, closed to everybody else (0700): it holds the signing key.
 * @throws the system's error when it cannot be made.
 */
export function prepareDataDir(dir: string): void {
  make(dir);
  chmodSync(dir, 0o700);
}

/** Not `recursive: true`: on /proc and the like Node tries for ever. */
function make(dir: string): void {
  if (existsSync(dir)) return;
  if (dirname(dir) !== dir) make(dirname(dir));
  mkdirSync(dir, { mode: 0o700 });
}
