import type { ServerResponse } from 'node:http';
import { waitsFor } from './waits-for.js';

/** Characters that go out together. */
const GATHERED = 32 * 1024;
/** Milliseconds in which a reader takes some of it: whoever does not holds a place that others wait for. */
const PATIENCE = 30_000;

/** Sends an answer line by line as fast as it is read, and ends it; asks for no more once nobody reads. */
export async function sendLines(response: ServerResponse, lines: AsyncIterable<string>): Promise<void> {
  const drained = waitsFor(response, PATIENCE);
  let gathered = '';
  for await (const line of lines) {
    gathered += line;
    if (gathered.length >= GATHERED) {
      if (!response.write(gathered)) await drained();
      gathered = '';
    }
    if (response.destroyed) return;
  }
  response.end(gathered);
}
