import { liveEvents, type LiveEventName } from '@codev-hq/protocol';
import { onEachEngine } from '../../testing/engines.js';
import { EventReader } from '../../testing/event-reader.js';
import { APPROVE, FakeMachine, statusFile, statusUpdate } from '../../testing/fake-machine.js';
import { FIXED_KEY, RunningHq } from '../../testing/running-hq.js';

let hq: RunningHq;
let key: string;

onEachEngine((fresh) => {
  beforeEach(async () => {
    hq = await RunningHq.start(await fresh());
    key = await hq.key('read');
  });

  afterEach(() => hq.stop());

  const open = async (headers: Record<string, string> = {}, query = '') =>
    new EventReader(await hq.call('GET', `/api/events${query}`, { key, headers }));

  it('S11: a change is pushed: snapshot first, then instance, file and gate', async () => {
    const events = await open();
    expect(await events.next()).toMatchObject({
      name: 'snapshot',
      data: { instances: [], gates: [], decisions: [] },
    });
    const machine = await FakeMachine.registered(hq.url, FIXED_KEY);
    expect(await events.next()).toMatchObject({ name: 'instance', data: { online: true } });
    await machine.request('status_update', statusUpdate(statusFile()));
    const file = await events.next();
    expect(file).toMatchObject({
      name: 'status_file',
      data: { content: statusFile(), project_path: '/code/shop' },
    });
    expect(await events.next()).toMatchObject({ name: 'gate', data: { gate: { project_id: '0068' } } });
    await events.close();
  });

  it('every event fits its schema, from a gate’s first sight to its decision and the file’s end', async () => {
    const events = await open();
    const machine = await FakeMachine.registered(hq.url, FIXED_KEY);
    await machine.request('status_update', statusUpdate(statusFile()));
    await machine.request('builder_update', {
      project_path: '/code/shop',
      builder_id: 'b',
      status: 'blocked',
    });
    const cookie = await hq.signIn('Ada', 'ada@example.org');
    await hq.call('POST', '/api/approve', { body: APPROVE, cookie });
    await machine.next(({ type }) => type === 'approval');
    await machine.request('status_update', statusUpdate(statusFile({ status: 'passed' })));
    await machine.request('status_update', statusUpdate('', { deleted: true }));
    await machine.close();
    const seen = new Set<string>();
    for (let offline = false; !offline;) {
      const { name, data } = await events.next();
      expect({ name, ...liveEvents[name as LiveEventName].safeParse(data) }).toMatchObject({
        name,
        success: true,
      });
      seen.add(name);
      offline = name === 'instance' && data['online'] === false;
    }
    expect([...seen].sort()).toEqual(['builder', 'decision', 'gate', 'instance', 'snapshot', 'status_file']);
    await events.close();
  });

  it('resumes after Last-Event-ID without a snapshot, and sends one when that is not possible', async () => {
    const machine = await FakeMachine.registered(hq.url, FIXED_KEY);
    const first = await open();
    const { id } = await first.next();
    await first.close();
    await machine.request('status_update', statusUpdate(statusFile()));
    const resumed = await open({ 'last-event-id': id });
    expect((await resumed.next()).name).toBe('status_file');
    await resumed.close();
    for (const unknown of ['0123456789ab:1', 'nonsense', `${id.split(':')[0] ?? ''}:999999`]) {
      const fresh = await open({ 'last-event-id': unknown });
      expect((await fresh.next()).name).toBe('snapshot');
      await fresh.close();
    }
  });

  it('the snapshot has the newest decisions in any state, also after a restart', async () => {
    const machine = await FakeMachine.registered(hq.url, FIXED_KEY, { features: ['decision_response'] });
    await machine.request('status_update', statusUpdate(statusFile()));
    const cookie = await hq.signIn('Ada', 'ada@example.org');
    await hq.call('POST', '/api/approve', { body: APPROVE, cookie });
    const { id } = await machine.next(({ type }) => type === 'approval');
    machine.respond(id, { success: false, code: 'GIT_FAILED', error: 'hook failed' });
    await machine.request('status_update', statusUpdate(statusFile({ status: 'passed' })));
    hq = await hq.restart();
    key = await hq.key('read');
    const { data } = await (await open()).next();
    expect(data['decisions']).toMatchObject([{ decision_id: id, state: 'refused' }]);
  });

  it('a snapshot of many megabytes arrives whole', async () => {
    const machine = await FakeMachine.registered(hq.url, FIXED_KEY);
    const long = 'x'.repeat(200_000);
    for (let i = 0; i < 45; i += 1) {
      await machine.request('status_update', statusUpdate(long, { status_file: `codev/status/${i}.md` }));
    }
    const events = await open();
    expect(JSON.stringify((await events.next()).data).length).toBeGreaterThan(8_500_000);
    await events.close();
  });

  it('one caller has so many streams and no more, and is told to try again; a closed one makes room', async () => {
    const streams = await Promise.all(Array.from({ length: 20 }, () => open()));
    const refused = await hq.call('GET', '/api/events', { key });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('30');
    expect(await refused.text()).toContain('You have 20 streams of live events open');
    await (await hq.call('GET', '/api/events', { key: await hq.key('read') })).body?.cancel();
    await streams[0]?.close();
    let status = 429;
    while (status === 429) {
      const again = await hq.call('GET', '/api/events', { key });
      ({ status } = again);
      await again.body?.cancel();
    }
    expect(status).toBe(200);
    await Promise.all(streams.slice(1).map((stream) => stream.close()));
  });

  it('who comes a moment later is given the same snapshot and what came after it', async () => {
    const machine = await FakeMachine.registered(hq.url, FIXED_KEY);
    const first = await open();
    const { id, data } = await first.next();
    await machine.request('status_update', statusUpdate(statusFile()));
    const second = await open();
    expect(await second.next()).toMatchObject({ name: 'snapshot', id, data });
    const file = await second.next();
    expect(file).toMatchObject({ name: 'status_file', data: { content: statusFile() } });
    await machine.request('status_update', statusUpdate(statusFile({ log: 'more' })));
    expect(await second.nextNamed('status_file')).toMatchObject({
      data: { content: statusFile({ log: 'more' }) },
    });
    await Promise.all([first.close(), second.close()]);
  });

  it('the summary view leaves contents out', async () => {
    const machine = await FakeMachine.registered(hq.url, FIXED_KEY);
    await machine.request('status_update', statusUpdate(statusFile()));
    const events = await open({}, '?view=summary');
    const snapshot = await events.next();
    expect(JSON.stringify(snapshot.data)).not.toContain('Started');
    await machine.request('status_update', statusUpdate(statusFile({ log: 'more' })));
    const file = await events.nextNamed('status_file');
    expect(file.data).not.toHaveProperty('content');
    expect(file.data).toHaveProperty('project.gates');
    await events.close();
  });

  it('needs a credential', async () => {
    expect((await fetch(`${hq.url}/api/events`)).status).toBe(401);
  });
});
