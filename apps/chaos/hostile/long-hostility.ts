import { setTimeout as pause } from 'node:timers/promises';
import { Hq } from '../../e2e/testing/hq.ts';
import { floodWithFrames } from './frame-flood.ts';
import { heavyFrames } from './heavy-frames.ts';
import { LoopWatch, type LoopFigures } from './loop-watch.ts';
import { heard, registered } from './raw-consumers.ts';

const KEY = 'a-key-of-the-hostile-tests';
/** Milliseconds that no input may hold the loop up, and the grain of the measurement. */
const LONGEST_MS = 50;
const GRAIN_MS = 10;
const MOST_MEGABYTES = 600;
/** The probe reports every quarter of a second. */
const REPORTED_MS = 600;

export interface Hostility {
  readonly rows: readonly (readonly [string, string | number])[];
  readonly faults: readonly string[];
}

/** The flood in its long form, then the heaviest frames one by one, with an eye on HQ's event loop and memory. */
export async function longHostility(seed: number, frames: number): Promise<Hostility> {
  const watch = new LoopWatch();
  const hq = await Hq.start({
    ...watch.env,
    CODEV_HQ_API_KEY: KEY,
    CODEV_HQ_RATE_LIMIT: '0',
    LOG_LEVEL: 'error',
  });
  const rows: [string, string | number][] = [];
  const faults: string[] = [];
  const judge = (what: string, figures: LoopFigures) => {
    rows.push([what, loopWords(figures)]);
    if (figures.longestOwnMs > LONGEST_MS + GRAIN_MS)
      faults.push(`${what}: HQ was busy for ${figures.longestOwnMs} ms without looking up.`);
  };

  // What HQ did while it started is no answer to anybody.
  await pause(REPORTED_MS);
  const begun = Date.now();
  const url = `${hq.url.replace('http', 'ws')}/ws`;
  const counts = await floodWithFrames({ url, key: KEY, seed, frames, sockets: 8 });
  await pause(REPORTED_MS);
  const flood = watch.since(begun);
  rows.push(
    ['hostile frames', counts.sent],
    ['… answers', words(counts.answers)],
    ['… sockets closed by code', words(counts.closes)],
    ['… frames a second', Math.round((counts.sent * 1000) / (Date.now() - begun))],
  );
  judge('… HQ meanwhile', flood);
  if (flood.mostMegabytes > MOST_MEGABYTES) faults.push(`HQ grew to ${flood.mostMegabytes} MB.`);

  for (const [name, frame] of Object.entries(heavyFrames())) {
    const socket = await registered(hq.url, KEY, 'heavy');
    const moment = Date.now();
    socket.send(frame);
    await heard(socket, name === 'an object of as many keys as are read' ? 'pong' : 'response');
    await pause(REPORTED_MS);
    judge(`${name} (${Math.round(frame.length / 1024)} KiB)`, watch.since(moment));
    socket.terminate();
  }
  if (!(await hq.healthy())) faults.push(`HQ does not answer any more:\n${hq.process.output}`);
  rows.push(['faults', faults.length]);
  return { rows, faults };
}

function loopWords({ longestOwnMs, longestMs, mostMegabytes }: LoopFigures): string {
  return `busy ${longestOwnMs} ms at most (loop late by ${longestMs} ms), ${mostMegabytes} MB`;
}

function words(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}
