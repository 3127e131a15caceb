import { WebSocket } from 'ws';
import type { StateSnapshot } from '@codev-hq/protocol';
import { framesFromConnector } from '../../../../libs/protocol/testing/golden-frames.js';
import { FakeMachine, registration, statusFile, statusUpdate } from '../../testing/fake-machine.js';
import { FIXED_KEY, RunningHq } from '../../testing/running-hq.js';

let hq: RunningHq;
let readKey: string;

beforeAll(async () => {
  hq = await RunningHq.start({ rateLimit: 0 });
  readKey = await hq.key('read');
});

afterAll(() => hq.stop());

async function state(): Promise<StateSnapshot> {
  return (await (await hq.call('GET', '/api/state', { key: readKey })).json()) as StateSnapshot;
}

async function instance(id: string) {
  return (await state()).instances.find((known) => known.instance_id === id);
}

/** What HTTP says to a refused upgrade. */
function upgradeStatus(headers: Record<string, string>, path = '/ws'): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(hq.url.replace('http', 'ws') + path, { headers });
    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      resolve(response.statusCode);
    });
    socket.on('open', () => reject(new Error('the upgrade was not refused')));
    socket.on('error', () => undefined);
  });
}

describe('opening a connection', () => {
  it('S3: is refused before the upgrade without a key, with a wrong one and with a foreign origin', async () => {
    expect(await upgradeStatus({})).toBe(401);
    expect(await upgradeStatus({ authorization: 'Bearer wrong-key-entirely' })).toBe(401);
    expect(
      await upgradeStatus({ authorization: `Bearer ${FIXED_KEY}`, origin: 'https://evil.example' }),
    ).toBe(403);
    expect(await upgradeStatus({ authorization: `Bearer ${readKey}` })).toBe(403);
  });

  it('accepts the key as a query parameter, as the spike’s client sends it', async () => {
    const socket = new WebSocket(`${hq.url.replace('http', 'ws')}/ws?key=${FIXED_KEY}`);
    const first = await new Promise<Buffer>((resolve) => socket.once('message', resolve));
    expect(JSON.parse(first.toString())).toMatchObject({
      type: 'welcome',
      id: 'server-welcome',
      payload: { message: 'Connected to CODEV_HQ', protocol: 1, features: expect.arrayContaining(['proof']) },
    });
    socket.close();
  });

  it('serves only ping and register before register', async () => {
    const machine = await FakeMachine.connect(hq.url, FIXED_KEY);
    machine.send('ping', { ts: 42 }, 'p1');
    const pong = await machine.next((frame) => frame.type === 'pong');
    expect(pong).toMatchObject({ id: 'p1', payload: { ts: 42 } });
    const early = await machine.request('status_update', statusUpdate(statusFile()));
    expect(early).toMatchObject({ success: false, code: 'NOT_REGISTERED' });
    await machine.close();
  });
});

describe('frames', () => {
  it('S1: no frame ends the process or the connection, each is answered', async () => {
    const machine = await FakeMachine.registered(hq.url, FIXED_KEY, { instance_id: 'hostile' });
    for (const raw of [
      'null',
      '17',
      '[]',
      '"x"',
      '{',
      '',
      '[[[['.repeat(20_000),
      '{"id":"q","type":1}',
      '{"__proto__":{}}',
    ]) {
      const before = machine.frames.length;
      machine.socket.send(raw);
      await machine.next((frame) => machine.frames.indexOf(frame) >= before);
      expect(machine.frames.at(-1)).toMatchObject({
        type: 'response',
        success: false,
        code: 'INVALID_MESSAGE',
      });
    }
    machine.socket.send(Buffer.from([0, 1, 2]), { binary: true });
    expect(await machine.request('no_such_thing', {})).toMatchObject({ success: false, code: 'UNSUPPORTED' });
    expect((await hq.call('GET', '/health')).status).toBe(200);
    await machine.close();
  });

  it('S1: a frame of 10 MB closes that connection with 4413 and nothing else', async () => {
    const machine = await FakeMachine.registered(hq.url, FIXED_KEY, { instance_id: 'huge' });
    machine.socket.send('x'.repeat(10 * 1024 * 1024));
    expect((await machine.closing()).code).toBe(4413);
    expect((await hq.call('GET', '/health')).status).toBe(200);
  });

  it('a flood of frames that are no messages closes the connection with 4400', async () => {
    const machine = await FakeMachine.registered(hq.url, FIXED_KEY, { instance_id: 'babble' });
    for (let i = 0; i < 150; i += 1) machine.socket.send('nonsense');
    expect((await machine.closing()).code).toBe(4400);
  });

  it.each(framesFromConnector())(
    '$type: golden frames are accepted, invalid ones refused',
    async ({ type, valid, invalid }) => {
      const machine = await FakeMachine.registered(hq.url, FIXED_KEY, { instance_id: `golden-${type}` });
      for (const [index, frame] of valid.entries()) {
        const id = `golden-${index}`;
        machine.socket.send(JSON.stringify({ ...frame, id }));
        const answer = await machine.next((received) => received.id === id);
        expect(answer).not.toMatchObject({ code: 'INVALID_MESSAGE' });
      }
      for (const [index, { frame, why }] of invalid.entries()) {
        const before = machine.frames.length;
        const id = `broken-${index}`;
        const raw =
          typeof frame === 'object' && frame !== null && 'id' in frame && frame.id ? { ...frame, id } : frame;
        machine.socket.send(JSON.stringify(raw));
        await machine.next((received) => machine.frames.indexOf(received) >= before);
        expect({ why, ...machine.frames.at(-1) }).toMatchObject({ why, success: false });
      }
      await machine.close();
    },
  );

  it('S15: command_ack is accepted', async () => {
    const machine = await FakeMachine.registered(hq.url, FIXED_KEY, { instance_id: 'acks' });
    expect(await machine.request('command_ack', { command_id: 'c1', status: 'done' })).toMatchObject({
      success: true,
    });
    await machine.close();
  });
});

describe('instances', () => {
  it('S4: an id belongs to the key that registered it first', async () => {
    const machine = await FakeMachine.registered(hq.url, FIXED_KEY, { instance_id: 'owned' });
    await machine.request('status_update', statusUpdate(statusFile()));
    const thief = await FakeMachine.connect(hq.url, await hq.key('connector'));
    const answer = await thief.request(
      'register',
      registration({ instance_id: 'owned', instance_name: 'thief' }),
    );
    expect(answer).toMatchObject({
      success: false,
      code: 'AUTH_FAILED',
      error: expect.stringContaining('release'),
    });
    expect(await instance('owned')).toMatchObject({ online: true, instance_name: 'Ada’s laptop' });
    expect((await instance('owned'))?.status_files).toHaveLength(1);
    await Promise.all([machine.close(), thief.close()]);
  });

  it('S4: the same key’s newer socket replaces the older, which is closed with 4409; the state is kept', async () => {
    const older = await FakeMachine.registered(hq.url, FIXED_KEY, { instance_id: 'twice' });
    await older.request('status_update', statusUpdate(statusFile()));
    const newer = await FakeMachine.registered(hq.url, FIXED_KEY, { instance_id: 'twice' });
    expect((await older.closing()).code).toBe(4409);
    const now = await instance('twice');
    expect(now?.online).toBe(true);
    expect(now?.status_files).toHaveLength(1);
    await newer.close();
  });

  it('the owner of HQ releases an id, and another key may have it', async () => {
    await (await FakeMachine.registered(hq.url, FIXED_KEY, { instance_id: 'lost' })).close();
    const released = await hq.call('POST', '/api/instances/lost/release', { key: await hq.key('admin') });
    expect(released.status).toBe(200);
    const heir = await FakeMachine.registered(hq.url, await hq.key('connector'), { instance_id: 'lost' });
    expect(await instance('lost')).toMatchObject({ online: true });
    await heir.close();
  });

  it('releasing an id that is not there says so, and needs the admin scope', async () => {
    expect(
      (await hq.call('POST', '/api/instances/nobody/release', { key: await hq.key('admin') })).status,
    ).toBe(404);
    expect((await hq.call('POST', '/api/instances/owned/release', { key: readKey })).status).toBe(403);
  });

  it('S9: registering twice on one socket leaves no ghost', async () => {
    const machine = await FakeMachine.registered(hq.url, FIXED_KEY, { instance_id: 'ghost-a' });
    await machine.request('register', registration({ instance_id: 'ghost-b' }));
    expect(await instance('ghost-a')).toMatchObject({ online: false });
    await machine.close();
    expect(await until(async () => (await instance('ghost-b'))?.online === false)).toBe(true);
  });

  it('a name that would forge lines of a log is refused', async () => {
    const machine = await FakeMachine.connect(hq.url, FIXED_KEY);
    for (const instance_name of ['x\nINFO: Ada approved', '\u001b]0;title\u0007']) {
      const answer = await machine.request('register', registration({ instance_name }));
      expect(answer).toMatchObject({
        code: 'INVALID_MESSAGE',
        error: expect.stringContaining('control character'),
      });
    }
    await machine.close();
  });

  it('resumes a session by its id', async () => {
    const machine = await FakeMachine.connect(hq.url, FIXED_KEY);
    const first = await machine.request('register', registration({ instance_id: 'resumer' }));
    await machine.close();
    const again = await FakeMachine.connect(hq.url, FIXED_KEY);
    const payload = registration({ instance_id: 'resumer', session_id: first.payload?.['session_id'] });
    expect((await again.request('register', payload)).payload).toMatchObject({ resumed: true });
    await again.close();
  });

  it('a revoked key’s sockets are closed with 4401', async () => {
    const key = await hq.key('connector');
    const machine = await FakeMachine.registered(hq.url, key, { instance_id: 'revoked' });
    const { ApiKeysService } = await import('../people/api-keys.service.js');
    await hq.app.get(ApiKeysService).revoke(key.split('_')[1] ?? '');
    expect((await machine.closing()).code).toBe(4401);
    expect(await upgradeStatus({ authorization: `Bearer ${key}` })).toBe(401);
  });
});

async function until(condition: () => Promise<boolean>): Promise<boolean> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
  return true;
}
