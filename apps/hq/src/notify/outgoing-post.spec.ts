import { Receiver } from '../../testing/receiver.js';
import { isOwnNetwork } from './own-network.js';
import { post } from './outgoing-post.js';

const never = new AbortController().signal;
let receiver: Receiver;

beforeEach(async () => {
  receiver = await Receiver.start();
});

afterEach(() => receiver.stop());

const outgoing = (overrides: { url?: string; outsideOnly?: boolean } = {}) => ({
  headers: {},
  body: Buffer.from('{}'),
  outsideOnly: false,
  ...overrides,
  url: new URL(overrides.url ?? receiver.url),
});

it('waits for an answer only so long', async () => {
  receiver.fallSilent();
  const posted = await post(outgoing(), never, 50);
  expect(posted).toMatchObject({ delivered: false, undelivered: { why: 'late', seconds: 0.05 } });
});

it('ends at once when HQ stops', async () => {
  receiver.fallSilent();
  const stop = new AbortController();
  const posting = post(outgoing(), stop.signal);
  await receiver.nth(1);
  stop.abort(new Error('HQ is stopping.'));
  expect(await posting).toMatchObject({ delivered: false });
});

it('a name that leads inside is refused at the moment of connecting', async () => {
  const url = receiver.url.replace('127.0.0.1', 'localhost');
  expect(await post(outgoing({ url, outsideOnly: true }), never)).toMatchObject({
    delivered: false,
    undelivered: { why: 'own-network', place: 'localhost' },
  });
  expect(receiver.received).toEqual([]);
});

it('says in words that nobody listens there', async () => {
  const { url } = receiver;
  await receiver.stop();
  expect((await post(outgoing({ url }), never)).undelivered).toEqual({
    why: 'unreachable',
    said: expect.stringMatching(/ECONNREFUSED/),
  });
  receiver = await Receiver.start();
});

it('takes a request for patience along', async () => {
  receiver.answer(429, 'slowly', { 'retry-after': '120' });
  expect(await post(outgoing(), never)).toMatchObject({ status: 429, retryAfter: 120_000 });
});

it.each(['127.0.0.1', '10.0.0.9', '172.31.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0'])(
  '%s is inside',
  (address) => expect(isOwnNetwork(address)).toBe(true),
);

it.each(['::1', '::', 'fe80::1', 'fd00::1', '::ffff:127.0.0.1', '64:ff9b::7f00:1'])(
  '%s is inside',
  (address) => expect(isOwnNetwork(address)).toBe(true),
);

it.each(['142.250.1.1', '2a00:1450:4001::1', '172.32.0.1'])('%s is outside', (address) =>
  expect(isOwnNetwork(address)).toBe(false),
);
