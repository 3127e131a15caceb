import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { Cleanup } from '../../testing/running-connector.js';
import { ScriptedHq } from '../../testing/scripted-hq.js';
import { tryConnection } from './try-connection.js';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

async function hq(...refusals: number[]): Promise<ScriptedHq> {
  const made = cleanup.add(await new ScriptedHq().listen(), (each) => each.close());
  made.refusals = refusals;
  return made;
}

/** Something that is no HQ, and does this with whoever comes. */
async function stranger(greet: (server: Server) => void): Promise<string> {
  const server = createServer();
  greet(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanup.add(server, (each) => each.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const hangingUp = (): Promise<string> =>
  stranger((server) => server.on('connection', (socket) => socket.on('data', () => socket.end())));

describe('knocking at HQ’s door', () => {
  test('finds it open for the key, and introduces nobody', async () => {
    const open = await hq();
    expect(await tryConnection(open.url, 'key')).toBeUndefined();
    expect(open.upgrades[0]?.headers.authorization).toBe('Bearer key');
    expect(open.of('register')).toEqual([]);
  });

  test('is told that the key is unknown, or that there is none', async () => {
    expect(await tryConnection((await hq(401)).url, 'key')).toMatch(/does not know this key/);
    expect(await tryConnection((await hq(401)).url, undefined)).toMatch(/^CODEV_HQ_API_KEY is not set/);
  });

  test('says that there is no TLS rather than what OpenSSL thinks of it', async () => {
    const plain = await hq();
    const said = await tryConnection(plain.url.replace('ws:', 'wss:'), 'key');
    expect(said).toMatch(/does not speak TLS.*ws:\/\//);
    expect(said).not.toMatch(/SSL routines|EPROTO/);
  });

  test('says which path is right when somebody hangs up, and what else it may be at the right one', async () => {
    const place = await hangingUp();
    expect(await tryConnection(`ws://${place}/socket`, 'key')).toMatch(/must be \/ws, and is \/socket/);
    expect(await tryConnection(`ws://${place}/ws`, 'key')).toMatch(/begins with wss:\/\//);
    expect(await tryConnection((await hq(404)).url, 'key')).toMatch(/404.*must end in \/ws/);
  });

  test('waits for no answer only so long', async () => {
    const place = await stranger((server) => server.on('connection', (socket) => socket.unref()));
    expect(await tryConnection(`ws://${place}/ws`, 'key', 50)).toMatch(/no answer within 0.05 s/);
  });
});
