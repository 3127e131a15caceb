import type { StateSnapshot } from '@codev-hq/protocol';
import { performance } from 'node:perf_hooks';
import { FakeMachine, statusFile, statusUpdate } from '../../testing/fake-machine.js';
import { FIXED_KEY, RunningHq } from '../../testing/running-hq.js';
import { Watchman } from './watchman.js';

let hq: RunningHq;

beforeEach(async () => {
  hq = await RunningHq.start({ rateLimit: 5, rateBurst: 5 });
});

afterEach(() => hq.stop());

const online = async () => {
  const response = await hq.call('GET', '/api/state', { key: await hq.key('read') });
  return ((await response.json()) as StateSnapshot).instances[0]!.online;
};

it('S10: a machine that says nothing for three heartbeats is offline, its socket closed with 4408', async () => {
  const machine = await FakeMachine.registered(hq.url, FIXED_KEY);
  machine.socket.pause();
  const watchman = hq.app.get(Watchman);
  watchman.closeSilent(performance.now() + 3 * 30_000 - 1000);
  expect(await online()).toBe(true);
  watchman.closeSilent(performance.now() + 3 * 30_000 + 1);
  expect(await online()).toBe(false);
  machine.socket.resume();
  expect((await machine.closing()).code).toBe(4408);
});

it('over the rate limit a message is refused with the time to wait, never lost in silence', async () => {
  const machine = await FakeMachine.registered(hq.url, FIXED_KEY);
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      machine.request('status_update', statusUpdate(statusFile({ log: `${i}` }))),
    ),
  );
  const limited = answers.filter((answer) => answer.code === 'RATE_LIMITED');
  expect(answers.length).toBe(20);
  expect(limited.length).toBeGreaterThanOrEqual(14);
  expect(limited[0]?.retry_after).toBeGreaterThan(0);
});

it('a stop says goodbye with 1001 and ends within its time, with sockets and live streams open', async () => {
  const machine = await FakeMachine.registered(hq.url, FIXED_KEY);
  const stream = await hq.call('GET', '/api/events', { key: await hq.key('read') });
  await hq.app.close();
  expect((await machine.closing()).code).toBe(1001);
  await expect(stream.text()).resolves.toContain('event: snapshot');
  hq = await RunningHq.start();
});
