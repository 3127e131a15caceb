import { inject, Service } from '@angular/core';
import { liveEvents, type LiveEventData } from '@codev-hq/protocol/live-events';
import * as z from 'zod/mini';
import { DeviceDatabase } from './device-database';
import type { LiveState } from './live-state';

const KEY = 'newest';
const MOST_DECISIONS = 50;
const MOST_CHARACTERS = 4 * 1024 * 1024;

const kept = z.object({ person_id: z.string(), snapshot: z.string() });

export type Snapshot = LiveEventData<'snapshot'>;

/**
 * What HQ said last, kept on this device so that the page has something to show when it is opened without HQ. It is one
 * person's, bounded, and goes when they sign out.
 */
@Service()
export class LastKnown {
  private readonly database = inject(DeviceDatabase);

  async keep(personId: string, state: LiveState, at: string): Promise<void> {
    await this.database.put('state', KEY, { person_id: personId, snapshot: snapshotText(state, at) });
  }

  /** What was kept, if it still reads: another version of HQ may have written it. */
  async recall(): Promise<Snapshot | null> {
    const found = kept.safeParse(await this.database.get('state', KEY));
    if (!found.success) return null;
    return liveEvents.snapshot.safeParse(JSON.parse(found.data.snapshot)).data ?? null;
  }

  /** Nobody else on this device sees what was another person's. */
  async isFor(personId: string): Promise<void> {
    const found = kept.safeParse(await this.database.get('state', KEY));
    if (found.success && found.data.person_id !== personId) await this.forget();
  }

  forget(): Promise<void> {
    return this.database.remove('state', KEY);
  }
}

/** As HQ would say it, without old decisions; without status files and builders too when that would be too much. */
export function snapshotText(state: LiveState, at: string, most = MOST_CHARACTERS): string {
  const newest = Object.values(state.decisions).sort((a, b) => b.decided_at.localeCompare(a.decided_at));
  const snapshot: Snapshot = {
    instances: Object.values(state.instances),
    gates: Object.values(state.gates),
    decisions: newest.slice(0, MOST_DECISIONS),
    timestamp: at,
  };
  const text = JSON.stringify(snapshot);
  if (text.length <= most) return text;
  const instances = snapshot.instances.map((one) => ({ ...one, status_files: [], builders: [] }));
  const shorter = JSON.stringify({ ...snapshot, instances });
  return shorter.length <= most ? shorter : JSON.stringify({ ...snapshot, instances, gates: [] });
}
