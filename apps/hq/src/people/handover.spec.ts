import type { Handover, HandoverState, SessionList, SessionView } from '@codev-hq/protocol';
import { onEachEngine } from '../../testing/engines.js';
import { RunningHq } from '../../testing/running-hq.js';

let hq: RunningHq;
let ada: string;

onEachEngine((fresh) => {
  beforeEach(async () => {
    hq = await RunningHq.start({ ...(await fresh()), publicUrl: 'https://hq.example.org' });
    ada = await hq.signIn('Ada', 'ada@example.org');
  });
  afterEach(() => {
    jest.useRealTimers();
    return hq.stop();
  });

  const PATH = '/api/session/handover';
  const offer = async (cookie = ada) => (await (await hq.call('POST', PATH, { cookie })).json()) as Handover;
  const stateOf = async (id: string, cookie = ada) =>
    (await (await hq.call('GET', `${PATH}/${id}`, { cookie })).json()) as HandoverState;
  const use = ({ url }: Handover) =>
    hq.call('POST', '/api/session', {
      body: { token: url.split('#')[1] },
      headers: { 'user-agent': 'Mozilla/5.0 (iPhone) Version/19.0 Mobile/1 Safari/604.1' },
    });

  describe('signing in on my phone', () => {
    it('takes one look at a code: the phone is signed in as me, and the desk learns of it', async () => {
      const offered = await offer();
      expect(offered).toMatchObject({
        url: expect.stringMatching(/^https:\/\/hq\.example\.org\/sign-in#[\w-]{43}$/),
        public_url: 'https://hq.example.org',
        loopback: false,
        secure: true,
      });
      expect(await stateOf(offered.handover_id)).toMatchObject({ state: 'waiting' });
      const answer = await use(offered);
      expect((await answer.json()) as SessionView).toMatchObject({ person: { name: 'Ada', role: 'admin' } });
      expect(await stateOf(offered.handover_id)).toMatchObject({
        state: 'used',
        device: { words: 'Safari on iPhone' },
      });
      expect((await use(offered)).status).toBe(401);
      const audit = await (await hq.call('GET', '/api/audit?format=json', { cookie: ada })).json();
      const details = { handover: offered.handover_id };
      expect(audit).toMatchObject({
        entries: [{ event: 'signed-in', details }, { event: 'handover-offered', details }, {}, {}, {}],
      });
    });

    it('is over after two minutes', async () => {
      jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'setTimeout'] });
      const offered = await offer();
      jest.setSystemTime(Date.parse(offered.expires_at));
      expect(await stateOf(offered.handover_id)).toMatchObject({ state: 'expired' });
      expect((await use(offered)).status).toBe(401);
    });

    it('has three codes at most, and takes one back', async () => {
      const [first] = [await offer(), await offer(), await offer()];
      expect((await hq.call('POST', PATH, { cookie: ada })).status).toBe(429);
      const path = `${PATH}/${first.handover_id}`;
      expect((await hq.call('DELETE', path, { cookie: ada })).status).toBe(204);
      expect((await use(first)).status).toBe(401);
      expect((await hq.call('DELETE', path, { cookie: ada })).status).toBe(404);
      const told = await hq.call('GET', '/api/audit?format=json&event=handover-withdrawn', { cookie: ada });
      // Once, by whom, and which: the second time there was nothing to take back.
      expect(await told.json()).toMatchObject({
        entries: [{ actor: expect.stringMatching(/^person:/), details: { handover: first.handover_id } }],
      });
      expect((await hq.call('POST', PATH, { cookie: ada })).status).toBe(201);
    });

    it('can be offered and taken back twenty times at a stretch, then again every three minutes', async () => {
      jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'setTimeout'] });
      const once = async () => {
        const offered = await hq.call('POST', PATH, { cookie: ada });
        const { handover_id } = (await offered.json()) as Handover;
        if (offered.ok) await hq.call('DELETE', `${PATH}/${handover_id}`, { cookie: ada });
        return offered;
      };
      for (let i = 0; i < 20; i += 1) expect((await once()).status).toBe(201);
      const refused = await once();
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '180']);
      const grace = await hq.signIn('Grace', 'grace@example.org');
      expect(await offer(grace)).toHaveProperty('url');
      jest.setSystemTime(Date.now() + 3 * 60_000);
      expect((await once()).status).toBe(201);
      expect((await once()).status).toBe(429);
    });

    it('ends with the session that made the code', async () => {
      const desk = await hq.signIn('Ada', 'ada@example.org');
      const offered = await offer(desk);
      const list = (await (await hq.call('GET', '/api/sessions', { cookie: desk })).json()) as SessionList;
      const { session_id } = list.sessions.find(({ current }) => current)!;
      await hq.call('DELETE', `/api/sessions/${session_id}`, { cookie: ada });
      expect((await use(offered)).status).toBe(401);
    });

    it('is for who is signed in on this page: no key, no cookie alone, nobody else', async () => {
      const key = await hq.key('read,approve', 'ada@example.org');
      expect((await hq.call('POST', PATH, { key })).status).toBe(403);
      expect((await hq.call('POST', PATH)).status).toBe(401);
      const headers = { 'x-codev-page-secret': '' };
      expect((await hq.call('POST', PATH, { cookie: ada, headers })).status).toBe(401);
      const { handover_id } = await offer();
      const grace = await hq.signIn('Grace', 'grace@example.org');
      expect((await hq.call('GET', `${PATH}/${handover_id}`, { cookie: grace })).status).toBe(404);
      expect((await hq.call('DELETE', `${PATH}/${handover_id}`, { cookie: grace })).status).toBe(404);
    });
  });
});

it.each([
  ['http://127.0.0.1:4300', true],
  ['http://localhost:4300', true],
  ['http://[::1]:4300', true],
  ['http://192.168.1.7:4300', false],
  ['https://hq.example.org', false],
])('says whether another device can reach %s', async (publicUrl, loopback) => {
  hq = await RunningHq.start({ publicUrl });
  ada = await hq.signIn('Ada', 'ada@example.org');
  const offered = (await (
    await hq.call('POST', '/api/session/handover', { cookie: ada })
  ).json()) as Handover;
  expect(offered).toMatchObject({ loopback, public_url: publicUrl });
  await hq.stop();
});
