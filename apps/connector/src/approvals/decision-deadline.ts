import { decodeJwt } from 'jose';
import type { DecisionOrder } from './decision-order.js';

/**
 * Whether a decision was to be begun earlier, by the word of its proof, which was checked before. An old frame that comes
 * again after this machine's journal was lost must not open a gate that was closed since.
 */
export function isTooLate(order: DecisionOrder, now: Date): boolean {
  const until = goodUntil(order);
  return until !== undefined && now > until;
}

/** Whether its proof says until when it is good, and that is not over. */
export function isGoodStill(order: DecisionOrder, now: Date): boolean {
  const until = goodUntil(order);
  return until !== undefined && now <= until;
}

/** Two clocks are compared, and either may be wrong: both are named. */
export function tooLateWords(order: DecisionOrder, now = new Date()): string {
  const until = goodUntil(order)?.toISOString() ?? 'then';
  return `This decision was good until ${until}, and here it is ${now.toISOString()}. Nothing was written: decide again.`;
}

function goodUntil({ proof }: DecisionOrder): Date | undefined {
  if (proof === undefined) return undefined;
  try {
    const { exp } = decodeJwt(proof);
    return exp === undefined ? undefined : new Date(exp * 1000);
  } catch {
    // Not ours: a base HQ signs nothing.
    return undefined;
  }
}
