import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { sendLines } from './send-lines.js';

/** More than the system's buffers hold for a reader who takes nothing. */
const LONG = `${'x'.repeat(32 * 1024 * 1024)}\n`;
const PATIENCE = 30_000;

let server: Server;
let reader: Socket;
let response: ServerResponse;
let done: Promise<void>;
let asked: number;
let ended: boolean;

async function* lines(many: number): AsyncGenerator<string> {
  try {
    for (asked = 1; asked <= many; asked += 1) yield await Promise.resolve(LONG);
  } finally {
    ended = true;
  }
}

/** A reader who has begun to read this many long lines, and has taken nothing yet. */
async function begin(many: number): Promise<void> {
  const begun = new Promise<void>((resolve) => {
    server = createServer((_, answer) => {
      response = answer;
      done = sendLines(answer, lines(many));
      resolve();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  reader = connect((server.address() as AddressInfo).port, '127.0.0.1');
  reader.pause();
  reader.write('GET / HTTP/1.1\r\nHost: hq\r\nConnection: close\r\n\r\n');
  await begun;
  await asking(1);
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Until it waits for the reader with this line. */
async function asking(line: number): Promise<void> {
  while (asked < line || !response.writableNeedDrain) await turn();
}

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'Date', 'performance'] });
  ended = false;
});

afterEach(async () => {
  jest.useRealTimers();
  reader.destroy();
  await new Promise((resolve) => server.close(resolve));
});

it('cuts off a reader who takes nothing for half a minute, and asks for no more', async () => {
  await begin(5);
  jest.advanceTimersByTime(PATIENCE - 1);
  await turn();
  expect([response.destroyed, ended]).toEqual([false, false]);
  jest.advanceTimersByTime(1);
  await done;
  expect([response.destroyed, ended, asked]).toEqual([true, true, 1]);
  expect(jest.getTimerCount()).toBe(0);
});

it('sends all to a slow one, however long that takes', async () => {
  await begin(3);
  let taken = 0;
  reader.on('data', (piece) => {
    taken += piece.length;
  });
  for (const line of [2, 3]) {
    jest.advanceTimersByTime(PATIENCE - 1);
    reader.resume();
    await asking(line);
    reader.pause();
  }
  jest.advanceTimersByTime(PATIENCE - 1);
  reader.resume();
  const closed = new Promise((resolve) => reader.once('close', resolve));
  await done;
  await closed;
  expect(taken).toBeGreaterThan(3 * LONG.length);
  expect(jest.getTimerCount()).toBe(0);
});

it('asks for no more once the reader has left, and waits for nothing', async () => {
  await begin(5);
  reader.destroy();
  await done;
  expect([ended, asked]).toEqual([true, 1]);
  expect(jest.getTimerCount()).toBe(0);
});
