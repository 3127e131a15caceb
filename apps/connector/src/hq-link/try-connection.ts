import { HqSocket } from './hq-socket.js';
import { wordsFor, type Parting } from './reconnect-policy.js';

const LIMIT_MS = 5_000;

/**
 * Whether HQ opens its door to this key; in words why not, else undefined. Nobody is introduced there, so that a
 * connector that runs keeps its place.
 */
export async function tryConnection(
  url: string,
  apiKey: string | undefined,
  limitMs = LIMIT_MS,
): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<Parting | undefined>();
  const socket = new HqSocket(url, apiKey, {
    opened: () => resolve(undefined),
    frame: () => undefined,
    parted: resolve,
  });
  const late: Parting = { kind: 'unreachable', words: `no answer within ${limitMs / 1000} s` };
  const timer = setTimeout(() => socket.abandon(late), limitMs);
  const parting = await promise;
  clearTimeout(timer);
  await socket.close();
  return parting && wordsFor(parting);
}
