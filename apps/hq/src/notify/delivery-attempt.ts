import type { DeliveryAttempt, NoticeLanguage } from '@codev-hq/protocol';
import { WORDS } from './notice-words.js';
import type { Posted } from './outgoing-post.js';

/** As the API tells it, in a reader's language. */
export function attemptOf(
  { retryAfter: _retry, cutOff: _cut, undelivered, ...posted }: Posted,
  at: number,
  language: NoticeLanguage = 'en',
): DeliveryAttempt {
  const error = undelivered && WORDS[language].undelivered(undelivered);
  return { at: new Date(at).toISOString(), ...posted, ...(error !== undefined && { error }) };
}

/** Nobody is there any more, and nobody will be. */
export const isGone = (status: number | undefined) => status === 404 || status === 410;
