import { setImmediate } from 'node:timers';

const waiting: (() => void)[] = [];

/**
 * Resolves in a turn of the event loop in which no other long read goes on. Whoever reads much waits for one before each
 * stretch: fifty at once then take no longer a turn than one, and whoever decides meanwhile comes between.
 */
export function loopTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(next);
  });
}

function next(): void {
  waiting[0]?.();
  waiting.shift();
  if (waiting.length > 0) setImmediate(next);
}
