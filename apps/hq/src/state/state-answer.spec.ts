import type { StateSnapshot } from '@codev-hq/protocol';
import { FakeMachine, statusFile, statusUpdate } from '../../testing/fake-machine.js';
import { FIXED_KEY, RunningHq } from '../../testing/running-hq.js';

let hq: RunningHq;
let key: string;
let machine: FakeMachine;

beforeEach(async () => {
  hq = await RunningHq.start({ rateLimit: 0 });
  key = await hq.key('read');
  machine = await FakeMachine.registered(hq.url, FIXED_KEY);
});

afterEach(() => hq.stop());

const read = (tag?: string) =>
  hq.call('GET', '/api/state', { key, headers: tag === undefined ? {} : { 'if-none-match': tag } });

it('a state that has not changed is not sent again, and every change is', async () => {
  await machine.request('status_update', statusUpdate(statusFile()));
  const tag = (await read()).headers.get('etag') ?? '';
  expect((await read(tag)).status).toBe(304);
});

it.each([
  ['a file', () => machine.request('status_update', statusUpdate(statusFile({ log: 'more' })))],
  ['a commit', () => machine.request('status_update', statusUpdate(statusFile(), { git_sha: 'abc123' }))],
  ['a deletion', () => machine.request('status_update', statusUpdate('', { deleted: true }))],
  [
    'a builder',
    () =>
      machine.request('builder_update', { project_path: '/code/shop', builder_id: 'b', status: 'blocked' }),
  ],
])('%s makes it another state', async (_, change) => {
  await machine.request('status_update', statusUpdate(statusFile()));
  const tag = (await read()).headers.get('etag') ?? '';
  await change();
  expect((await read(tag)).status).toBe(200);
});

it('a state of many pieces arrives whole', async () => {
  const long = 'x'.repeat(100_000);
  for (let i = 0; i < 30; i += 1) {
    await machine.request('status_update', statusUpdate(long, { status_file: `codev/status/${i}.md` }));
  }
  const others = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      FakeMachine.registered(hq.url, FIXED_KEY, { instance_id: `machine-${i + 2}` }),
    ),
  );
  const state = (await (await read()).json()) as StateSnapshot;
  expect(state.instances).toHaveLength(1 + others.length);
  expect(state.instances[0]?.status_files).toHaveLength(30);
  expect(state.instances[0]?.status_files[29]?.content).toBe(long);
});
