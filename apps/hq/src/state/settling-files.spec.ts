import { performance } from 'node:perf_hooks';
import type { WaitingGate } from '@codev-hq/protocol';
import { FakeMachine, statusFile, statusUpdate } from '../../testing/fake-machine.js';
import { FIXED_KEY, RunningHq } from '../../testing/running-hq.js';
import { fileKey } from './mirror-records.js';
import { Mirror } from './mirror.js';
import { SettlingFiles } from './settling-files.js';

let hq: RunningHq;
let machine: FakeMachine;

beforeEach(async () => {
  hq = await RunningHq.start();
  machine = await FakeMachine.registered(hq.url, FIXED_KEY);
});

afterEach(() => hq.stop());

/** Reports a version; resolves with the clock when the next one will be a later one. */
async function report(log: string): Promise<number> {
  await machine.request('status_update', statusUpdate(statusFile({ log })));
  const reported = Date.now();
  while (Date.now() === reported) await new Promise(setImmediate);
  return reported;
}

async function since(): Promise<number> {
  const gates = await hq.call('GET', '/api/gates', { key: await hq.key('read') });
  return Date.parse(((await gates.json()) as WaitingGate[])[0]!.since);
}

const look = (later: number) => hq.app.get(SettlingFiles).look(performance.now() + later);

it('a gate waits since a version that stayed, also when nobody looked at it', async () => {
  const first = await report('first');
  await look(1000);
  await report('second');
  expect(await since()).toBeLessThanOrEqual(first);
});

it('a version that was replaced at once is not read', async () => {
  const first = await report('first');
  await look(900);
  await report('second');
  expect(await since()).toBeGreaterThan(first);
});

it('a file that never stays is read after half a minute', async () => {
  const files = hq.app.get(SettlingFiles);
  const first = await report('first');
  const began = performance.now();
  const file = hq.app
    .get(Mirror)
    .instance('machine-1')
    ?.files.get(fileKey('/code/shop', '', 'codev/status/0068-feature.md'));
  if (!file) throw new Error('HQ does not hold the file.');
  files.received(file, began + 29_900);
  await files.look(began + 30_100);
  await report('second');
  expect(await since()).toBeLessThanOrEqual(first);
});

it('a file that was deleted meanwhile is nothing to read', async () => {
  await report('first');
  await machine.request('status_update', { ...statusUpdate(''), deleted: true });
  await look(1000);
});
