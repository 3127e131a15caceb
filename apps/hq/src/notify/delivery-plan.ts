import type { DeliveryStep } from '../persistence/delivery.repository.js';
import type { DeliveryRow } from '../persistence/notification-tables.js';
import { attemptOf, isGone } from './delivery-attempt.js';
import type { Posted } from './outgoing-post.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Between attempts. A webhook's receiver may be down for a night; for a phone, old news is not worth a day. */
const WAITS = {
  webhook: [10 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR],
  device: [10 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR],
} as const;
const LONGEST = 12 * HOUR;

/** Answers of a push service that another attempt would get again. */
const FINAL: ReadonlySet<number> = new Set([400, 401, 403, 413]);

/** Also when the clock was set back: no wait is longer than the longest. */
export function isDue({ next_at }: DeliveryRow, now: number): boolean {
  return next_at !== null && (next_at <= now || next_at - now > LONGEST);
}

/** What an attempt leads to: delivered, another attempt later, or the end. */
export function afterAttempt(row: DeliveryRow, posted: Posted, now: number): DeliveryStep {
  const attempts = row.attempts + 1;
  const last = JSON.stringify(attemptOf(posted, now));
  if (posted.delivered) return { state: 'delivered', attempts, next_at: null, last };
  const wait = WAITS[row.webhook_id === null ? 'device' : 'webhook'][attempts - 1];
  const isFinal = isGone(posted.status) && (row.webhook_id === null || posted.status === 410);
  const isRefused = row.webhook_id === null && FINAL.has(posted.status ?? 0);
  if (wait === undefined || isFinal || isRefused) {
    return { state: 'given_up', attempts, next_at: null, last };
  }
  const patience = Math.min(Math.max(wait, posted.retryAfter ?? 0), LONGEST);
  return { state: 'waiting', attempts, next_at: now + patience, last };
}
