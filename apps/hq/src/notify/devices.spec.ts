import type {
  DeliveryAttempt,
  NotifiedDevice,
  PeopleList,
  ProblemDetails,
  PushKey,
  SessionList,
} from '@codev-hq/protocol';
import { onEachEngine } from '../../testing/engines.js';
import { PushBrowser } from '../../../../libs/protocol/testing/push-browser.js';
import { checkVapid } from '../../testing/check-vapid.js';
import { Receiver } from '../../testing/receiver.js';
import { RunningHq } from '../../testing/running-hq.js';
import { AuditRepository } from '../persistence/audit.repository.js';
import { PeopleRepository } from '../persistence/people.repository.js';
import { PushDeviceRepository } from '../persistence/push-device.repository.js';
import { SessionRepository } from '../persistence/session.repository.js';

const DEVICES = '/api/notifications/devices';
const PHONE =
  'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36';

let hq: RunningHq;
let service: Receiver;
let ada: string;

beforeEach(async () => {
  service = await Receiver.start();
});

afterEach(async () => {
  await hq.stop();
  await service.stop();
});

async function start(setting: Parameters<typeof RunningHq.start>[0]): Promise<void> {
  hq = await RunningHq.start({ pushOwnNetwork: true, ...setting });
  ada = await hq.signIn('Ada', 'ada@example.org');
}

async function add(browser: PushBrowser, cookie = ada): Promise<NotifiedDevice> {
  const options = { body: browser.subscription, cookie, headers: { 'user-agent': PHONE } };
  const response = await hq.call('POST', DEVICES, options);
  expect(response.status).toBe(200);
  return (await response.json()) as NotifiedDevice;
}

async function mine(cookie = ada): Promise<NotifiedDevice[]> {
  return (await (await hq.call('GET', DEVICES, { cookie })).json()) as NotifiedDevice[];
}

async function key(): Promise<string> {
  const response = await hq.call('GET', '/api/notifications/key', { cookie: ada });
  return ((await response.json()) as PushKey).public_key;
}

/** As after a month in which nobody used them. */
async function expireSessionsOf(email: string): Promise<string> {
  const people = hq.app.get(PeopleRepository);
  const { id } = (await people.personByEmail(email))!;
  for (const { token_hash } of await hq.app.get(SessionRepository).everyOf(id))
    await people.touchSession(token_hash, 0, 1);
  return id;
}

async function endAllOf(name: string): Promise<void> {
  const { people } = (await (await hq.call('GET', '/api/people', { cookie: ada })).json()) as PeopleList;
  const { person_id } = people.find((person) => person.name === name)!;
  const ended = await hq.call('DELETE', `/api/people/${person_id}/sessions`, { cookie: ada });
  expect(ended.status).toBe(204);
}

onEachEngine((fresh) => {
  it('a device is told in a message that only it can read, by an HQ that proves who it is', async () => {
    await start(await fresh());
    const browser = new PushBrowser(`${service.url}/push/1`);
    const device = await add(browser);
    expect(device).toMatchObject({
      name: 'Chrome on Android',
      device: { browser: 'Chrome', system: 'Android' },
    });
    const attempt = await (
      await hq.call('POST', `${DEVICES}/${device.device_id}/test`, { cookie: ada })
    ).json();
    expect(attempt).toMatchObject({ delivered: true, status: 200 });
    const push = await service.nth(1);
    expect(browser.read(push).notification).toMatchObject({
      title: 'It works',
      icon: '/icons/icon-192.png',
      badge: '/icons/badge-96.png',
      data: { onActionClick: { default: { operation: 'navigateLastFocusedOrOpen', url: '/settings' } } },
    });
    expect(push.headers).toMatchObject({ ttl: '43200', urgency: 'high' });
    expect(await checkVapid(push, await key(), service.url)).toMatchObject({ sub: 'mailto:ada@example.org' });
    expect((await mine())[0]).toHaveProperty('last_delivered_at');
  });

  it('a device is told in the language that it asked for last', async () => {
    await start(await fresh());
    const browser = new PushBrowser(`${service.url}/push/1`);
    const asks = async (language?: string) => {
      const body = { ...browser.subscription, language, name: 'Ada’s phone' };
      const added = (await (await hq.call('POST', DEVICES, { body, cookie: ada })).json()) as NotifiedDevice;
      expect(added).not.toHaveProperty('device');
      await hq.call('POST', `${DEVICES}/${added.device_id}/test`, { cookie: ada });
    };
    for (const language of [undefined, 'de', undefined, 'en']) await asks(language);
    const titles = service.received.map((push) => browser.read(push).notification['title']);
    expect(titles).toEqual(['It works', 'Es klappt', 'Es klappt', 'It works']);
    const body = { ...browser.subscription, language: 'tlh' };
    expect((await hq.call('POST', DEVICES, { body, cookie: ada })).status).toBe(400);
  });

  it('the key stays over a restart, and the devices with it', async () => {
    await start(await fresh());
    await add(new PushBrowser(`${service.url}/push/1`));
    const before = await key();
    hq = await hq.restart();
    ada = await hq.signIn('Ada', 'ada@example.org');
    expect(await key()).toBe(before);
    expect(await mine()).toHaveLength(1);
  });

  it('a device that its push service calls gone is removed, and the audit log says so', async () => {
    await start(await fresh());
    const device = await add(new PushBrowser(`${service.url}/push/1`));
    service.answer(410, 'gone');
    await hq.call('POST', `${DEVICES}/${device.device_id}/test`, { cookie: ada });
    expect(await mine()).toEqual([]);
    const events = (await hq.app.get(AuditRepository).page(0, 100)).map(({ event }) => event);
    expect(events).toEqual(expect.arrayContaining(['device-added', 'device-removed']));
  });

  it('another trouble is shown beside the device, and goes with the next success', async () => {
    await start(await fresh());
    const device = await add(new PushBrowser(`${service.url}/push/1`));
    const test = () => hq.call('POST', `${DEVICES}/${device.device_id}/test`, { cookie: ada });
    service.answer(500, 'sorry');
    expect(await (await test()).json()).toMatchObject({ delivered: false, status: 500, answer: 'sorry' });
    expect((await mine())[0]).toMatchObject({ problem: { error: 'It answered 500.' } });
    await test();
    expect((await mine())[0]).not.toHaveProperty('problem');
  });

  it('it is said in the device’s own language, and anew after that has changed', async () => {
    await start(await fresh());
    const browser = new PushBrowser(`${service.url}/push/1`);
    const say = async (language: string) =>
      (await (
        await hq.call('POST', DEVICES, { body: { ...browser.subscription, language }, cookie: ada })
      ).json()) as NotifiedDevice;
    const device = await say('de');
    service.answer(500).answer(500);
    const path = `${DEVICES}/${device.device_id}/test`;
    const tested = await hq.call('POST', path, { cookie: ada });
    expect(await tested.json()).toMatchObject({ delivered: false, error: 'Die Antwort war 500.' });
    expect((await mine())[0]).toMatchObject({ problem: { error: 'Die Antwort war 500.' } });
    await say('en');
    await hq.call('POST', path, { cookie: ada });
    expect((await mine())[0]).toMatchObject({ problem: { error: 'It answered 500.' } });
  });

  it('a browser that another person signs in with is theirs from then on', async () => {
    await start(await fresh());
    const grace = await hq.signIn('Grace', 'grace@example.org');
    const browser = new PushBrowser(`${service.url}/push/1`);
    await add(browser);
    await add(browser, grace);
    expect([await mine(), await mine(grace)].map((list) => list.length)).toEqual([0, 1]);
  });

  it('a browser in which somebody else signs in tells nothing more to whoever was there', async () => {
    await start(await fresh());
    await add(new PushBrowser(`${service.url}/push/1`));
    await hq.signIn('Grace', 'grace@example.org', ada);
    expect((await hq.call('GET', DEVICES, { cookie: ada })).status).toBe(401);
    ada = await hq.signIn('Ada', 'ada@example.org');
    expect(await mine()).toEqual([]);
  });

  it('a page that says its browser again changes nothing; after a new sign-in it goes with the new session', async () => {
    await start(await fresh());
    const browser = new PushBrowser(`${service.url}/push/1`);
    const first = await add(browser);
    expect(await add(browser)).toEqual(first);
    const later = await hq.signIn('Ada', 'ada@example.org');
    expect(await add(browser, later)).toMatchObject({ device_id: first.device_id });
    await hq.call('DELETE', '/api/session', { cookie: ada });
    expect(await mine(later)).toHaveLength(1);
    const events = (await hq.app.get(AuditRepository).page(0, 100)).map(({ event }) => event);
    expect(events.filter((event) => event === 'device-added')).toHaveLength(2);
  });

  it('a device goes with the session that added it', async () => {
    await start(await fresh());
    const phone = await hq.signIn('Ada', 'ada@example.org');
    await add(new PushBrowser(`${service.url}/push/1`), phone);
    await add(new PushBrowser(`${service.url}/push/2`));
    await hq.call('DELETE', '/api/session', { cookie: phone });
    expect(await mine()).toHaveLength(1);
  });

  it.each([
    ['is told nothing more', () => hq.app.get(PushDeviceRepository).all()],
    ['is gone after a start', async () => (hq = await hq.restart())],
    ['goes when a lost device’s sessions are ended', () => endAllOf('Grace')],
  ])('a device whose session has expired %s', async (_, happens) => {
    await start(await fresh());
    const phone = await hq.signIn('Grace', 'grace@example.org');
    await add(new PushBrowser(`${service.url}/push/1`), phone);
    await expireSessionsOf('grace@example.org');
    await happens();
    const repository = hq.app.get(PushDeviceRepository);
    expect(await repository.all()).toEqual([]);
  });

  it('ending all sessions of a person ends those that have expired too', async () => {
    await start(await fresh());
    await hq.signIn('Grace', 'grace@example.org');
    const person = await expireSessionsOf('grace@example.org');
    await endAllOf('Grace');
    expect(await hq.app.get(SessionRepository).everyOf(person)).toEqual([]);
  });
});

it('nobody removes or tests another person’s device', async () => {
  await start({});
  const grace = await hq.signIn('Grace', 'grace@example.org');
  const { device_id } = await add(new PushBrowser(`${service.url}/push/1`));
  expect((await hq.call('DELETE', `${DEVICES}/${device_id}`, { cookie: grace })).status).toBe(404);
  expect((await hq.call('POST', `${DEVICES}/${device_id}/test`, { cookie: grace })).status).toBe(404);
  expect((await hq.call('DELETE', `${DEVICES}/${device_id}`, { cookie: ada })).status).toBe(204);
  expect(await mine()).toEqual([]);
});

it('a redirect is not followed', async () => {
  await start({});
  const { device_id } = await add(new PushBrowser(`${service.url}/push/1`));
  service.answer(307, '', { location: `${service.url}/inside` });
  const tested = await hq.call('POST', `${DEVICES}/${device_id}/test`, { cookie: ada });
  const attempt = (await tested.json()) as DeliveryAttempt;
  expect(attempt).toMatchObject({ delivered: false, status: 307 });
  expect(attempt.error).toMatch(/redirect/);
  expect(service.received).toHaveLength(1);
});

it.each([
  ['http://push.example.org/1', /must be https/],
  ['http://127.0.0.1:80/1', /own network/],
  ['https://10.1.2.3/1', /own network/],
  ['https://[::1]/1', /own network/],
  ['https://[::ffff:192.168.1.1]/1', /own network/],
  ['https://[::192.168.1.1]/1', /own network/],
  ['https://[::ffff:0:10.1.2.3]/1', /own network/],
  ['https://[64:ff9b:1::a01:203]/1', /own network/],
  ['https://[2002:a01:203::1]/1', /own network/],
  ['https://[2001:0:a01:203::1]/1', /own network/],
  ['https://[fec0::1]/1', /own network/],
  ['https://localhost/1', /own network/],
  ['https://user:pass@push.example.org/1', /no address/],
  ['nonsense', /no address/],
])('the endpoint %s is refused', async (endpoint, why) => {
  await start({ pushOwnNetwork: false });
  const body = { ...new PushBrowser('').subscription, endpoint };
  const response = await hq.call('POST', DEVICES, { body, cookie: ada });
  expect(response.status).toBe(400);
  expect(((await response.json()) as ProblemDetails).error).toMatch(why);
});

it('keys that nothing can be encrypted for are refused', async () => {
  await start({});
  const { keys } = new PushBrowser('').subscription;
  const body = { endpoint: `${service.url}/1`, keys: { ...keys, p256dh: `B${'A'.repeat(86)}` } };
  expect((await hq.call('POST', DEVICES, { body, cookie: ada })).status).toBe(400);
});

it('a cookie without the page’s secret changes nothing, and a key that speaks for nobody has no devices', async () => {
  await start({});
  const body = new PushBrowser(`${service.url}/1`).subscription;
  const bare = { body, headers: { cookie: ada } };
  expect((await hq.call('POST', DEVICES, bare)).status).toBe(401);
  expect((await hq.call('PUT', '/api/notifications/preferences', { ...bare, body: {} })).status).toBe(401);
  expect((await hq.call('GET', DEVICES, { headers: { cookie: ada } })).status).toBe(200);
  expect((await hq.call('GET', DEVICES, { key: await hq.key('read') })).status).toBe(403);
});

it('a key that speaks for a person reads what is theirs, and changes neither devices, preferences nor sessions', async () => {
  await start({});
  const body = new PushBrowser(`${service.url}/1`).subscription;
  const { device_id } = await add(new PushBrowser(`${service.url}/2`));
  const adasKey = await hq.key('read,approve,admin', 'ada@example.org');
  const asked = await hq.call('GET', '/api/sessions', { key: adasKey });
  const { sessions } = (await asked.json()) as SessionList;
  const preferences = '/api/notifications/preferences';
  const said: unknown = await (await hq.call('GET', preferences, { key: adasKey })).json();
  for (const [method, path, sent] of [
    ['POST', DEVICES, body],
    ['DELETE', `${DEVICES}/${device_id}`, undefined],
    ['POST', `${DEVICES}/${device_id}/test`, undefined],
    ['PUT', preferences, said],
    ['DELETE', `/api/sessions/${sessions[0]!.session_id}`, undefined],
  ] as const) {
    const response = await hq.call(method, path, { key: adasKey, body: sent });
    expect({ path, status: response.status }).toEqual({ path, status: 403 });
    expect(((await response.json()) as ProblemDetails).error).toMatch(/a key cannot/);
  }
  expect(await mine()).toMatchObject([{ device_id }]);
});
