import type { ServerResponse } from 'node:http';

/** Waits for a response to take more; one listener for all waits, since compression never takes a listener off again. */
export function waitsFor(response: ServerResponse): () => Promise<void> {
  let goOn = (): void => undefined;
  response.on('drain', () => {
    goOn();
  });
  response.once('close', () => {
    goOn();
  });
  return () =>
    new Promise((resolve) => {
      goOn = resolve;
      if (response.destroyed) resolve();
    });
}
