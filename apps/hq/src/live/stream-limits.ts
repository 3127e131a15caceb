import type { Refusal } from '@codev-hq/protocol';
import type { Principal } from '../people/principal.js';
import type { EventStream } from './event-stream.js';

/** Streams of one caller: a tab has one, and nobody has this many open. */
const MOST_EACH = 20;
/** Streams of all callers: each may have some hundred kilobytes on their way. */
const MOST_IN_ALL = 500;
const MIB = 1024 * 1024;
/** Bytes of snapshots that wait to be taken; one that several streams share counts once. */
const MOST_UNREAD_EACH = 64 * MIB;
const MOST_UNREAD = 256 * MIB;

/** Seconds after which a refused browser may ask again. */
export const TRY_AGAIN_AFTER = 30;

/** Why a caller gets no further stream of live events now. */
export function streamRefusal(
  caller: Principal,
  streams: ReadonlyMap<EventStream, Principal>,
): Refusal | undefined {
  const all = [...streams];
  const own = all.filter(([, { id }]) => id === caller.id);
  if (own.length >= MOST_EACH) {
    return refused(
      `You have ${own.length} streams of live events open, the most that HQ keeps for one caller`,
    );
  }
  if (all.length >= MOST_IN_ALL) {
    return refused(`${all.length} streams of live events are open, the most that HQ keeps`);
  }
  if (unread(own) < MOST_UNREAD_EACH && unread(all) < MOST_UNREAD) return undefined;
  return refused('Streams of live events that are open already have much to read before another may open');
}

function refused(what: string): Refusal {
  const error = `${what}. Close one, or try again in ${TRY_AGAIN_AFTER} seconds.`;
  return { code: 'RATE_LIMITED', error };
}

function unread(streams: readonly (readonly [EventStream, Principal])[]): number {
  const waiting = new Set(streams.flatMap(([stream]) => stream.unread ?? []));
  return [...waiting].reduce((sum, { length }) => sum + length, 0);
}
