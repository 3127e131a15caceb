import { inject, Service } from '@angular/core';
import * as z from 'zod/mini';
import { beyondBounds, type KeptText } from './device-bounds';
import { DeviceDatabase, type StoreName } from './device-database';

const kept = z.object({ digest: z.string(), characters: z.number(), seen_at: z.number() });

/** Which version of an artifact was shown last here and when, and which one before that. */
const look = z.object({
  digest: z.string(),
  at: z.string(),
  before: z.optional(z.object({ digest: z.string(), at: z.string() })),
});
export type Look = z.infer<typeof look>;

const place = z.extend(kept, { block: z.number() });

const MOST_PLACES = { texts: 200, characters: 0 };

/**
 * What was read on this device, so that it can show what has changed since, and go on where the reader was. Code does not
 * stay at HQ: this stays in the browser, is bounded, and goes when the person signs out.
 */
@Service()
export class ReadHere {
  private readonly database = inject(DeviceDatabase);

  async text(digest: string): Promise<string | null> {
    const found = await this.database.get('texts', digest);
    return typeof found === 'string' ? found : null;
  }

  async keepText(digest: string, text: string): Promise<void> {
    await this.database.put('texts', digest, text);
    const now: KeptText = { digest, characters: text.length, seen_at: Date.now() };
    await this.database.put('kept', digest, now);
    for (const old of beyondBounds(await this.listed('kept'))) {
      await this.database.remove('texts', old);
      await this.database.remove('kept', old);
    }
  }

  async look(gateId: string, path: string): Promise<Look | null> {
    return look.safeParse(await this.database.get('looks', keyOf(gateId, path))).data ?? null;
  }

  /** The version that is shown now; showing it again leaves the one before it to compare with. Answers what was known. */
  async looked(gateId: string, path: string, digest: string): Promise<Look | null> {
    const last = await this.look(gateId, path);
    if (last?.digest === digest) return last;
    const before = last && { digest: last.digest, at: last.at };
    const now: Look = { digest, at: new Date().toISOString(), ...(before && { before }) };
    await this.database.put('looks', keyOf(gateId, path), now);
    return now;
  }

  /** Where the reader was in that version: the number of a block. */
  async place(gateId: string, digest: string): Promise<number> {
    return place.safeParse(await this.database.get('places', keyOf(gateId, digest))).data?.block ?? 0;
  }

  async keepPlace(gateId: string, digest: string, block: number): Promise<void> {
    const key = keyOf(gateId, digest);
    await this.database.put('places', key, { block, digest: key, characters: 0, seen_at: Date.now() });
    for (const old of beyondBounds(await this.listed('places'), MOST_PLACES))
      await this.database.remove('places', old);
  }

  private async listed(store: StoreName): Promise<KeptText[]> {
    return (await this.database.all(store)).flatMap((one) => kept.safeParse(one).data ?? []);
  }
}

function keyOf(gateId: string, what: string): string {
  return `${gateId} ${what}`;
}
