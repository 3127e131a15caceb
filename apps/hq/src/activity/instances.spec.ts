import type { InstanceDetail, InstanceList } from '@codev-hq/protocol';
import { onEachEngine } from '../../testing/engines.js';
import { FakeMachine, statusFile, statusUpdate } from '../../testing/fake-machine.js';
import { RunningHq } from '../../testing/running-hq.js';
import { activity } from '../../testing/recorded-history.js';
import { LatencyProbe } from '../gateway/latency-probe.js';
import { LinkHealth } from '../state/link-health.js';

let hq: RunningHq;
let ada: string;
let key: string;

onEachEngine((fresh) => {
  beforeEach(async () => {
    hq = await RunningHq.start(await fresh());
    ada = await hq.signIn('Ada', 'ada@example.org');
    key = await hq.key('connector');
  });
  afterEach(() => hq.stop());

  const list = async (cookie = ada) =>
    ((await (await hq.call('GET', '/api/instances', { cookie })).json()) as InstanceList).instances;
  const one = async (fits: (detail: InstanceDetail) => boolean): Promise<InstanceDetail> => {
    for (;;) {
      const found = (await list()).find(fits);
      if (found) return found;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  it('a machine is shown with its line, its key and what it has', async () => {
    const machine = await FakeMachine.registered(hq.url, key);
    await machine.request('status_update', statusUpdate(statusFile()));
    const detail = await one(({ latency_ms }) => latency_ms !== undefined);
    expect(detail).toMatchObject({
      instance_name: 'Ada’s laptop',
      online: true,
      reconnects_today: 0,
      key: { id: key.split('_')[1], name: 'test', revoked: false },
      status_files: 1,
      builders: 0,
      waiting_gates: 1,
    });
    expect(detail.latency_ms).toBeGreaterThanOrEqual(0);
    const grace = await hq.signIn('Grace', 'grace@example.org');
    expect((await list(grace))[0]?.key).toEqual({ name: 'test', revoked: false });
  });

  it('a machine that connects again is counted, and one that does not answer keeps its last figure', async () => {
    await (await FakeMachine.registered(hq.url, key)).close();
    const machine = await FakeMachine.registered(hq.url, key);
    const { latency_at } = await one(
      ({ reconnects_today, latency_ms }) => reconnects_today === 1 && latency_ms !== undefined,
    );
    machine.socket.pause();
    hq.app.get(LatencyProbe).measureAll();
    expect((await list())[0]).toMatchObject({ latency_at });
    machine.socket.resume();
  });

  it('an online machine stays; an offline one is forgotten with its files, and may come back as new', async () => {
    const machine = await FakeMachine.registered(hq.url, key);
    await machine.request('status_update', statusUpdate(statusFile()));
    const forget = (cookie = ada) => hq.call('DELETE', '/api/instances/machine-1', { cookie });
    expect((await forget()).status).toBe(409);
    await machine.close();
    await one(({ online }) => !online);
    const grace = await hq.signIn('Grace', 'grace@example.org');
    expect((await forget(grace)).status).toBe(403);
    expect((await forget()).status).toBe(204);
    expect((await forget()).status).toBe(404);
    expect(await list()).toEqual([]);
    expect(hq.app.get(LinkHealth).state('machine-1', Date.now())).toEqual({ reconnectsToday: 0 });
    const { entries } = await activity(hq, ada, 'kind=machine-changed');
    expect(entries).toMatchObject([{ event: 'instance-removed', who: { name: 'Ada' } }]);
    hq = await hq.restart();
    ada = await hq.signIn('Ada', 'ada@example.org');
    expect(await list()).toEqual([]);
    // Its id is free for another key.
    await FakeMachine.registered(hq.url, await hq.key('connector'));
    expect(await list()).toMatchObject([{ status_files: 0, waiting_gates: 0 }]);
  });
});
