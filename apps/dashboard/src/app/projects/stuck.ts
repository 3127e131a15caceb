import type { BuilderView } from '@codev-hq/protocol';

/** A builder at work commits or saves a file every few minutes; checks that take longer than this are rare. */
const STUCK_AFTER_MS = 60 * 60_000;

/** Milliseconds since anything moved, for a builder that should be at work and is not; `null` for all others. */
export function stuckFor(builder: BuilderView, now: number): number | null {
  // The rest wait for people, or have nothing left to do.
  if (builder.status !== 'implementing' && builder.status !== 'spawning') return null;
  const moved = Date.parse(builder.last_activity ?? '');
  return now - moved > STUCK_AFTER_MS ? now - moved : null;
}
