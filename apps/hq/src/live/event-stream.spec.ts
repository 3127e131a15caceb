import { Logger } from '@nestjs/common';
import type { Response } from 'express';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { StatusFileView } from '@codev-hq/protocol';
import { EventBatch } from './event-batch.js';
import { EventStream } from './event-stream.js';

const MIB = 1024 * 1024;
let server: Server;
let browser: Socket;
let response: ServerResponse;
let stream: EventStream;
let warned: jest.SpyInstance;

/** A browser that opens its live events and then does not read them. */
beforeEach(async () => {
  warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  server = createServer();
  const asked = new Promise<ServerResponse>((resolve) =>
    server.once('request', (_, answer) => resolve(answer)),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = connect((server.address() as AddressInfo).port, '127.0.0.1');
  browser.pause();
  browser.write('GET / HTTP/1.1\r\nhost: hq\r\n\r\n');
  response = await asked;
  stream = new EventStream(response as Response, 'full');
});

afterEach(() => {
  jest.restoreAllMocks();
  stream.closed();
  browser.destroy();
  server.closeAllConnections();
  server.close();
});

function sendMebibyte(seq: number): void {
  const file = { path: 'x.md', project_path: '/code/shop', content: 'x'.repeat(MIB) } as StatusFileView;
  const event = { name: 'status_file', data: { ...file, instance_id: 'machine-1' } } as const;
  stream.send(new EventBatch('epoch', [{ seq, event }]));
}

it('a browser that leaves events unread for long is cut off, and the log says why', () => {
  for (let seq = 1; seq <= 16; seq++) sendMebibyte(seq);
  expect(response.destroyed).toBe(false);
  const late = performance.now() + 21_000;
  jest.spyOn(performance, 'now').mockReturnValue(late);
  sendMebibyte(17);
  expect(response.destroyed).toBe(true);
  expect(warned).toHaveBeenCalledWith(expect.stringContaining('does not read its live events'));
});

it('however fast events come, what waits for one browser is bounded', () => {
  let sent = 0;
  while (!response.destroyed && sent < 200) sendMebibyte((sent += 1));
  expect(response.destroyed).toBe(true);
  expect(sent).toBeLessThan(80);
  expect(warned).toHaveBeenCalledWith(expect.stringContaining('does not read its live events'));
});

it('what waits for a browser is the bytes that all browsers share, but for a piece on its way', () => {
  const file = { path: 'x.md', project_path: '/code/shop', content: 'x'.repeat(12 * MIB) } as StatusFileView;
  const event = { name: 'status_file', data: { ...file, instance_id: 'machine-1' } } as const;
  const batch = new EventBatch('epoch', [{ seq: 1, event }]);
  stream.send(batch);
  expect(stream.unread).toBe(batch.bytes('full'));
  // What its socket was handed is a piece of it.
  expect(response.writableLength).toBeLessThan(MIB);
});
