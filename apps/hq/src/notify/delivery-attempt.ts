import type { DeliveryAttempt } from '@codev-hq/protocol';
import type { Posted } from './outgoing-post.js';

export function attemptOf(
  { retryAfter: _retry, cutOff: _cut, ...posted }: Posted,
  at: number,
): DeliveryAttempt {
  return { at: new Date(at).toISOString(), ...posted };
}

/** Nobody is there any more, and nobody will be. */
export const isGone = (status: number | undefined) => status === 404 || status === 410;
