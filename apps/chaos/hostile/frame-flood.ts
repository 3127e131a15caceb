import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { WebSocket } from 'ws';
import { hostileFrame } from '../../../libs/protocol/testing/hostile-frames.ts';
import { ROOT } from '../../e2e/testing/node-process.ts';

export interface Flood {
  readonly url: string;
  readonly key: string;
  readonly seed: number;
  readonly frames: number;
  readonly sockets: number;
}

export interface FloodCounts {
  sent: number;
  /** By code; `accepted` and `pong` for the good ones. */
  readonly answers: Record<string, number>;
  readonly closes: Record<string, number>;
  connections: number;
}

const BATCH = 64;
const MADE_AT_ONCE = 4096;

/** Sends hostile frames on several sockets at once; a socket that HQ closes is opened again. */
export async function floodWithFrames(flood: Flood): Promise<FloodCounts> {
  const counts: FloodCounts = { sent: 0, answers: {}, closes: {}, connections: 0 };
  const batches = batchesOf(flood);
  const workers = Array.from({ length: flood.sockets }, (_, i) =>
    sendAll(flood, `hostile-${i}`, batches, counts),
  );
  await Promise.all(workers);
  return counts;
}

async function sendAll(
  flood: Flood,
  instance: string,
  batches: Generator<string[]>,
  counts: FloodCounts,
): Promise<void> {
  let socket: WebSocket | undefined;
  for (const batch of batches) {
    if (socket?.readyState !== WebSocket.OPEN) socket = await open(flood, instance, counts);
    const answered = untilAnswered(socket);
    for (const frame of batch) socket.send(frame);
    counts.sent += batch.length;
    socket.send(message('ping', { ts: 1 }, LAST));
    await answered;
  }
  socket?.terminate();
}

const LAST = 'the-last-of-the-batch';

/** Resolves with the pong behind the batch, or when HQ closes instead. */
function untilAnswered(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off('message', look).off('close', done);
      resolve();
    };
    const look = (data: Buffer) => {
      if (data.includes(LAST)) done();
    };
    socket.on('message', look).once('close', done);
  });
}

function open({ url, key }: Flood, instance: string, counts: FloodCounts): Promise<WebSocket> {
  const socket = new WebSocket(url, {
    headers: { authorization: `Bearer ${key}` },
    perMessageDeflate: false,
  });
  counts.connections += 1;
  socket.on('message', (data: Buffer) => count(counts.answers, kindOf(data)));
  socket.on('close', (code: number) => count(counts.closes, String(code)));
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.once('message', () => {
      const projects = [{ path: '/code/shop', name: 'shop' }];
      socket.send(message('register', { instance_id: instance, projects }, 'register'));
      resolve(socket);
    });
  });
}

function kindOf(data: Buffer): string {
  const { type, success, code } = JSON.parse(data.toString()) as Record<string, unknown>;
  if (type !== 'response') return String(type);
  return success === true ? 'accepted' : String(code);
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

function message(type: string, payload: object, id: string): string {
  return JSON.stringify({ type, id, ts: 1, payload });
}

/** All sockets take from the same stream, so that the seed settles which frames there are. */
function* batchesOf({ seed, frames }: Flood): Generator<string[]> {
  const arbitrary = hostileFrame(goldenFrames());
  let left = frames;
  for (let part = 0; left > 0; part++) {
    const made = fc.sample(arbitrary, { numRuns: Math.min(MADE_AT_ONCE, left), seed: seed + part });
    left -= made.length;
    for (let at = 0; at < made.length; at += BATCH) yield made.slice(at, at + BATCH);
  }
}

function goldenFrames(): object[] {
  const folder = join(ROOT, 'libs/protocol/testing/golden-frames');
  const files = readdirSync(join(folder, 'from-connector')).map((name) =>
    join(folder, 'from-connector', name),
  );
  return [...files, join(folder, 'response.json')].flatMap(
    (file) => (JSON.parse(readFileSync(file, 'utf8')) as { valid: object[] }).valid,
  );
}
