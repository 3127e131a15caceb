import { FakeTower } from '../../testing/fake-tower.js';
import { Cleanup, NO_AGENT_FARM } from '../../testing/running-connector.js';
import { TempFolder } from '../../testing/temp-repository.js';
import { TowerClient } from './tower-client.js';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const WORDS = { to: 'builder-spir-412', message: 'wake up', workspace: '/project' };

async function tower(): Promise<FakeTower> {
  return cleanup.add(await new FakeTower().listen(), (each) => each.close());
}

describe('words for a builder', () => {
  test('reach Tower with all it wants to know', async () => {
    const fake = await tower();
    fake.agents['builder-spir-412'] = {};
    expect(await new TowerClient(fake.farm()).send(WORDS)).toEqual({
      state: 'delivered',
      to: 'builder-spir-412',
    });
    expect(fake.sent).toEqual([{ ...WORDS, from: 'codev-hq', options: {} }]);
  });

  test.each([
    [
      'held, for a busy agent',
      { delivered: false, held: true, reason: 'busy' },
      { state: 'held', reason: 'busy' },
    ],
    [
      'held, for one without a terminal',
      { delivered: false, held: true, reason: 'no-live-pty' },
      { state: 'held', reason: 'no-live-pty' },
    ],
    ['held, when they are deferred', { delivered: undefined, deferred: true }, { state: 'held' }],
    [
      'failed, when Tower says so',
      { ok: false, delivered: undefined, error: 'no' },
      { state: 'failed', reason: 'no' },
    ],
    ['delivered, by an older Tower', { delivered: undefined, held: undefined }, { state: 'delivered' }],
    [
      'delivered, to whom Tower found',
      { resolvedTo: 'builder-spir-412-x' },
      { state: 'delivered', to: 'builder-spir-412-x' },
    ],
    [
      'failed, when Tower is broken',
      { status: 500 },
      { state: 'failed', reason: expect.stringMatching(/HTTP 500.*broken/) },
    ],
  ])('are %s', async (_, agent, delivery) => {
    const fake = await tower();
    fake.agents['builder-spir-412'] = agent;
    expect(await new TowerClient(fake.farm()).send(WORDS)).toEqual({ to: WORDS.to, ...delivery });
  });

  test.each([
    [
      'an agent nobody knows',
      undefined,
      { state: 'not_running', reason: expect.stringMatching(/not found/) },
    ],
    ['an answer that is none', 'garbage', { state: 'failed', reason: expect.stringMatching(/understood/) }],
    ['a redirection', 'redirect', { state: 'failed', reason: expect.stringMatching(/could not be asked/) }],
    [
      'no answer',
      'never',
      { state: 'failed', reason: expect.stringMatching(/did not answer within 0.05 s/) },
    ],
  ] as const)('meet %s', async (_, agent, delivery) => {
    const fake = await tower();
    if (agent) fake.agents['builder-spir-412'] = agent;
    const client = new TowerClient(fake.farm(), agent === 'never' ? 50 : undefined);
    expect(await client.send(WORDS)).toEqual({ to: WORDS.to, ...delivery });
  });

  test('meet nobody, when no Tower runs', async () => {
    const client = new TowerClient(NO_AGENT_FARM.farms[0]!);
    expect(await client.send(WORDS)).toEqual({
      state: 'not_running',
      to: WORDS.to,
      reason: 'No Tower runs at http://127.0.0.1:2.',
    });
    expect(await client.isRunning()).toBe(false);
  });
});

describe('Tower’s key', () => {
  test('is what agent farm keeps for local programs, read anew each time', async () => {
    const fake = await tower();
    fake.agents['builder-spir-412'] = {};
    const dir = cleanup.folder(new TempFolder());
    const client = new TowerClient(fake.farm({ dir: dir.path, towerKey: undefined }));
    expect(await client.isRunning()).toBe(true);
    expect(await client.send(WORDS)).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/CODEV_TOWER_KEY/),
    });
    dir.write('local-key', 'with\nbreaks');
    expect(await client.send(WORDS)).toMatchObject({ state: 'failed' });
    dir.write('local-key', `${FakeTower.KEY}\n`);
    expect(await client.send(WORDS)).toMatchObject({ state: 'delivered' });
  });
});

describe('terminals', () => {
  test('are listed, and their lines read from where they were left', async () => {
    const fake = await tower();
    const client = new TowerClient(fake.farm());
    fake.terminals.push({ id: 'a/b', label: 'builder-spir-412', cwd: '/w', lines: ['one', 'two', 'three'] });
    expect(await client.terminals()).toEqual({
      kind: 'answered',
      value: [{ id: 'a/b', label: 'builder-spir-412', cwd: '/w' }],
    });
    expect(await client.output('a/b', 1, 1)).toEqual({
      kind: 'answered',
      value: { lines: ['two'], total: 3, hasMore: true },
    });
    expect(await client.output('gone', 1, 0)).toMatchObject({ kind: 'failed', status: 404 });
  });
});
