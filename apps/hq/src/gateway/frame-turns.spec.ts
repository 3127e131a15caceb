import { jest } from '@jest/globals';
import { performance } from 'node:perf_hooks';
import { FakeMachine, registration, statusFile, statusUpdate } from '../../testing/fake-machine.js';
import { FIXED_KEY, RunningHq } from '../../testing/running-hq.js';
import { Mirror } from '../state/mirror.js';
import { Connections } from './connections.js';

let hq: RunningHq;

beforeEach(async () => {
  hq = await RunningHq.start();
});

afterEach(async () => {
  jest.restoreAllMocks();
  await hq.stop();
});

/** Every look at the clock finds half a second gone: no two frames fit into one stretch. */
function hurryTheClock(): void {
  const began = performance.now();
  let looks = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => began + 500 * looks++);
}

it('frames that have to wait for the next stretch keep their order', async () => {
  const machine = await FakeMachine.connect(hq.url, FIXED_KEY);
  hurryTheClock();
  const sent = [machine.send('register', registration())];
  for (const log of ['first', 'second', 'third'])
    sent.push(machine.send('status_update', statusUpdate(statusFile({ log }))));
  await machine.next(({ id }) => id === sent.at(-1));
  const answers = machine.frames.filter(({ type }) => type === 'response');
  expect(answers.map(({ id }) => id)).toEqual(sent);
  expect(answers.every((answer) => 'success' in answer && answer.success)).toBe(true);
  const [file] = [...(hq.app.get(Mirror).instance('machine-1')?.files.values() ?? [])];
  expect(file?.row.content).toContain('third');
});

it('the loop turns between stretches, however many frames wait', async () => {
  const machines = await Promise.all(
    ['machine-1', 'machine-2', 'machine-3'].map((instance_id) =>
      FakeMachine.registered(hq.url, FIXED_KEY, { instance_id }),
    ),
  );
  hurryTheClock();
  let turns = 0;
  const count = () => {
    turns += 1;
    counting = setImmediate(count);
  };
  let counting = setImmediate(count);
  const FRAMES = 20;
  const last = machines.map((machine) => {
    for (let frame = 1; frame < FRAMES; frame++) machine.send('ping', { ts: frame });
    return machine.send('ping', { ts: FRAMES });
  });
  await Promise.all(machines.map((machine, at) => machine.next(({ id }) => id === last[at])));
  clearImmediate(counting);
  expect(turns).toBeGreaterThanOrEqual(FRAMES * machines.length - 1);
});

it('a socket is not read on while much of it waits, and all of it is answered', async () => {
  const machine = await FakeMachine.registered(hq.url, FIXED_KEY);
  const [connection] = hq.app.get(Connections).all();
  hurryTheClock();
  let most = 0;
  const look = () => {
    most = Math.max(most, connection?.waitingBytes ?? 0);
    looking = setImmediate(look);
  };
  let looking = setImmediate(look);
  const log = 'x'.repeat(60 * 1024);
  const sent = Array.from({ length: 40 }, () =>
    machine.send('status_update', statusUpdate(statusFile({ log }))),
  );
  await machine.next(({ id }) => id === sent.at(-1));
  clearImmediate(looking);
  expect(
    machine.frames
      .filter(({ type }) => type === 'response')
      .map(({ id }) => id)
      .slice(1),
  ).toEqual(sent);
  // What may wait, and what had been read of the socket when it was told.
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(512 * 1024);
  expect(connection?.waitingBytes).toBe(0);
});

it('frames of a socket that closes meanwhile are let go of', async () => {
  const machine = await FakeMachine.registered(hq.url, FIXED_KEY);
  const other = await FakeMachine.registered(hq.url, FIXED_KEY, { instance_id: 'machine-2' });
  hurryTheClock();
  for (let frame = 0; frame < 50; frame++) machine.send('ping', { ts: frame });
  machine.socket.terminate();
  const id = other.send('ping', { ts: 1 });
  expect(await other.next((frame) => frame.id === id)).toMatchObject({ type: 'pong' });
});
