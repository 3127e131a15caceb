import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocket, WebSocketServer, type RawData } from 'ws';
import { textFrames } from './text-frames.js';

let server: WebSocketServer;
let client: WebSocket;
let wire: Socket;

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  server.once('connection', (_, request) => (wire = request.socket));
  client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await once(client, 'open');
});

afterEach(() => {
  client.terminate();
  server.close();
});

/** Writes the texts as frames, cut into pieces as a network may, and answers what the client makes of them. */
async function received(texts: readonly string[], piece: number): Promise<string[]> {
  const got: string[] = [];
  const all = new Promise<string[]>((resolve, reject) => {
    client.on('message', (data: RawData, isBinary: boolean) => {
      got.push(isBinary ? 'binary' : (data as Buffer).toString());
      if (got.length === texts.length) resolve(got);
    });
    client.once('error', reject);
  });
  const bytes = textFrames(texts);
  for (let at = 0; at < bytes.length; at += piece) wire.write(bytes.subarray(at, at + piece));
  return all;
}

it.each([0, 1, 125, 126, 127, 65_535, 65_536, 200_000])(
  'a text of %d bytes comes out as it went in',
  async (length) => {
    const text = 'x'.repeat(length);
    expect(await received([text], 50_000)).toEqual([text]);
  },
);

it('many come out in order, whatever characters they hold', async () => {
  const texts = ['{"a":1}', 'ä€🚪'.repeat(50), '', '🚪'.repeat(20_000), 'last'];
  expect(await received(texts, 7_777)).toEqual(texts);
});
