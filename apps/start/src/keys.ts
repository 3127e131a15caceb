import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Makes a key with these scopes; injected so that keeping keys needs no running HQ. */
export type MakeKey = (name: string, scopes: string) => Promise<string>;

/**
 * A key kept from the last start, or a new one. The file is the owner's alone: agents of the same account can read
 * it, and it is why the connector's key cannot approve.
 */
export async function keptKey(
  startDir: string,
  name: string,
  scopes: string,
  make: MakeKey,
): Promise<string> {
  const file = join(startDir, `${name}.key`);
  if (existsSync(file)) {
    const kept = readFileSync(file, 'utf8').trim();
    if (kept !== '') return kept;
  }
  const key = await make(name, scopes);
  writeFileSync(file, `${key}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return key;
}

/** Forgets a key that HQ no longer knows (its data was deleted, or the key revoked). */
export function forgetKey(startDir: string, name: string): void {
  writeFileSync(join(startDir, `${name}.key`), '', { mode: 0o600 });
}
