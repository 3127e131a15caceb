import { WebSocket } from 'ws';
import { Hq } from '../../e2e/testing/hq.ts';
import { cleanUp, onCleanUp } from '../../e2e/testing/scratch.ts';
import { until } from '../../e2e/testing/until.ts';
import { floodWithFrames } from './frame-flood.ts';
import { LoopWatch } from './loop-watch.ts';
import { ask, heard, registered, unreadStream } from './raw-consumers.ts';

const KEY = 'a-key-of-the-hostile-tests';
const SEED = 7;
/** A process that was only started has about 150. */
const MOST_MEGABYTES = 450;

describe('HQ among the hostile, the slow and the many', () => {
  let hq: Hq;
  let readKey: string;
  const watch = new LoopWatch();

  beforeAll(async () => {
    hq = await Hq.start({
      ...watch.env,
      CODEV_HQ_API_KEY: KEY,
      CODEV_HQ_RATE_LIMIT: '0',
      LOG_LEVEL: 'warn',
    });
    readKey = await hq.cli('keys', 'create', '--name', 'watcher', '--scopes', 'read');
  });
  afterAll(cleanUp);

  const stateOf = async (instance: string) =>
    (await hq.state()).instances.find(({ instance_id }) => instance_id === instance);

  test('S1: hostile frames on many sockets end no process and fill no memory', async () => {
    const begun = Date.now();
    const url = `${hq.url.replace('http', 'ws')}/ws`;
    const counts = await floodWithFrames({ url, key: KEY, seed: SEED, frames: 6000, sockets: 6 });
    expect(counts.sent).toBe(6000);
    expect(counts.answers['INVALID_MESSAGE']).toBeGreaterThan(1000);
    expect(await hq.healthy()).toBe(true);
    const { mostMegabytes, reports } = watch.since(begun);
    expect(reports).toBeGreaterThan(0);
    expect(mostMegabytes).toBeLessThan(MOST_MEGABYTES);
  });

  test('a connector that asks and does not read is cut off with a reason, and shown offline', async () => {
    const socket = await registered(hq.url, KEY, 'deaf');
    onCleanUp(() => {
      socket.terminate();
      return Promise.resolve();
    });
    for (let file = 0; file < 200; file++) {
      const status_file = `codev/status/${String(file).padStart(4, '0')}-${'x'.repeat(200)}.md`;
      ask(socket, 'status_update', { project_path: '/code/shop', status_file, content: '' }, `f${file}`);
    }
    ask(socket, 'ping', { ts: 1 });
    await heard(socket, 'pong');
    socket.pause();
    for (let asked = 0; asked < 1500; asked++) ask(socket, 'sync_request', { project_path: '/code/shop' });
    await until('HQ to give the deaf connector up', async () => (await stateOf('deaf'))?.online === false);
    expect(hq.process.output).toContain('deaf does not read what HQ sends and is cut off');
    expect(await hq.healthy()).toBe(true);
    socket.resume();
    socket.terminate();
  });

  test('with 200 open sockets and live streams, of which some do not read, HQ stops within 5 s', async () => {
    const sockets = await Promise.all(
      Array.from({ length: 200 }, (_, i) => registered(hq.url, KEY, `crowd-${i}`)),
    );
    const goodbyes = sockets.map((socket) => new Promise<number>((resolve) => socket.once('close', resolve)));
    const deaf = sockets.slice(0, 10);
    for (const socket of deaf) socket.pause();
    const streams = await Promise.all(Array.from({ length: 20 }, () => unreadStream(hq.url, readKey)));
    for (const stream of streams.slice(10)) stream.resume();

    const begun = performance.now();
    const ended = await hq.stop();
    const took = performance.now() - begun;
    expect(ended).toEqual({ code: 0, signal: null });
    expect(took).toBeLessThan(5000);
    for (const socket of deaf) socket.resume();
    const codes = await Promise.all(goodbyes);
    expect(codes.slice(10).every((code) => code === 1001)).toBe(true);
    for (const stream of streams) stream.destroy();
    expect(sockets.every(({ readyState }) => readyState === WebSocket.CLOSED)).toBe(true);
  });
});
