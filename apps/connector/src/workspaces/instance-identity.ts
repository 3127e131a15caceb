import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { readIfThere, writeDurably } from './data-folder.js';

export const INSTANCE_ID = Symbol('INSTANCE_ID');

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Who this connector is to HQ: chosen once and kept, or decisions made while it is away would find nobody. */
export async function instanceIdentity(dataDir: string): Promise<string> {
  const path = join(dataDir, 'instance-id');
  const kept = (await readIfThere(path))?.trim();
  if (kept !== undefined && UUID.test(kept)) return kept;
  const chosen = randomUUID();
  await writeDurably(path, `${chosen}\n`);
  return chosen;
}
