import { join } from 'node:path';
import { publicKey, type PublicKey } from '@codev-hq/protocol';
import { calculateJwkThumbprint } from 'jose';
import * as z from 'zod/mini';
import { readIfThere, writeDurably } from '../workspaces/data-folder.js';

const knownHqs = z.record(z.string(), z.array(publicKey));

export type TrustResult =
  | { readonly kind: 'pinned' }
  | { readonly kind: 'known' }
  /** HQ shows keys that it did not have when it was first met. */
  | { readonly kind: 'changed'; readonly advice: string };

/** The keys each HQ showed when it was first met, like ssh's known_hosts: later ones are not believed. */
export class PinnedKeys {
  private readonly path: string;

  constructor(dataDir: string) {
    this.path = join(dataDir, 'known-hqs.json');
  }

  async of(hqUrl: string): Promise<PublicKey[]> {
    return (await this.all())[hqUrl] ?? [];
  }

  async meet(hqUrl: string, shown: readonly PublicKey[]): Promise<TrustResult> {
    if (shown.length === 0) return { kind: 'known' };
    const all = await this.all();
    const pinned = all[hqUrl];
    if (!pinned || pinned.length === 0) {
      await writeDurably(this.path, JSON.stringify({ ...all, [hqUrl]: shown }, null, 2));
      return { kind: 'pinned' };
    }
    const known = new Set(await Promise.all(pinned.map(thumbprint)));
    const prints = await Promise.all(shown.map(thumbprint));
    if (prints.some((print) => known.has(print))) return { kind: 'known' };
    const advice = `HQ at ${hqUrl} shows other keys than when it was first met. If it was set up anew, remove its entry from ${this.path}; until then its decisions are refused.`;
    return { kind: 'changed', advice };
  }

  private async all(): Promise<Record<string, PublicKey[]>> {
    const text = await readIfThere(this.path);
    if (text === undefined) return {};
    try {
      return knownHqs.parse(JSON.parse(text));
    } catch (cause) {
      // Starting over would mean believing whoever answers next.
      throw new Error(`${this.path} is damaged. Restore it, or remove it to trust HQ anew.`, { cause });
    }
  }
}

async function thumbprint(key: PublicKey): Promise<string> {
  // A key of a kind that is not known to jose has no thumbprint, and is not used either.
  return calculateJwkThumbprint(key).catch(() => JSON.stringify(key));
}
