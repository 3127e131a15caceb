import type { ServerResponse } from 'node:http';

/**
 * Waits for a response to take more; one listener for all waits, since compression never takes a listener off again. A reader
 * who has taken nothing for `patience` milliseconds is cut off.
 */
export function waitsFor(response: ServerResponse, patience?: number): () => Promise<void> {
  let goOn = (): void => undefined;
  response.on('drain', () => {
    goOn();
  });
  response.once('close', () => {
    goOn();
  });
  return () =>
    new Promise((resolve) => {
      const late = patience === undefined ? undefined : setTimeout(() => response.destroy(), patience);
      goOn = () => {
        clearTimeout(late);
        resolve();
      };
      if (response.destroyed) goOn();
    });
}
