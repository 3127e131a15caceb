import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY = 20;

/**
 * Waits for a condition: the first answer that is neither undefined nor false. Says what it waited for when it does
 * not come.
 */
export async function until<T>(
  what: string,
  condition: () => Promise<T | undefined | false> | T | undefined | false,
  within = 40_000,
): Promise<T> {
  const deadline = Date.now() + within;
  for (;;) {
    const answer = await condition();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`Waited ${within} ms in vain for: ${what}`);
    await pause(LOOK_EVERY);
  }
}
