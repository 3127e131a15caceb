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
  let socket: HqSocket | undefined;
  let timer: NodeJS.Timeout | undefined;
  const parting = await new Promise<Parting | undefined>((resolve) => {
    const opened = new HqSocket(url, apiKey, {
      opened: () => resolve(undefined),
      frame: () => undefined,
      parted: resolve,
    });
    socket = opened;
    const late: Parting = { kind: 'unreachable', words: `no answer within ${limitMs / 1000} s` };
    timer = setTimeout(() => opened.abandon(late), limitMs);
  });
  clearTimeout(timer);
  await socket?.close();
  return parting && wordsFor(parting);
}
