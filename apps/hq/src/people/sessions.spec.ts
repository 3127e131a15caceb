import type { SessionList, SessionView } from '@codev-hq/protocol';
import { EventsController } from '../live/events.controller.js';
import { onEachEngine } from '../../testing/engines.js';
import { EventReader } from '../../testing/event-reader.js';
import { PeopleService } from './people.service.js';
import { RunningHq } from '../../testing/running-hq.js';

let hq: RunningHq;

onEachEngine((fresh) => {
  beforeEach(async () => {
    hq = await RunningHq.start(await fresh());
  });
  afterEach(() => hq.stop());

  const sessions = async (cookie: string) =>
    ((await (await hq.call('GET', '/api/sessions', { cookie })).json()) as SessionList).sessions;

  describe('my sessions', () => {
    it('are listed with what each browser says it is, this one marked; nobody else’s are', async () => {
      const desk = await hq.signIn('Ada', 'ada@example.org');
      const phone = await hq.signIn('Ada', 'ada@example.org');
      await hq.signIn('Grace', 'grace@example.org');
      const listed = await sessions(desk);
      expect(listed).toHaveLength(2);
      expect(listed.filter(({ current }) => current)).toHaveLength(1);
      expect(listed[0]).toMatchObject({ device: { words: 'node', kind: 'program' } });
      const [mine] = (await sessions(phone)).filter(({ current }) => current);
      expect(mine).not.toEqual(listed.find(({ current }) => current));
    });

    it('one that is revoked ends what it has open at once, and only that', async () => {
      const desk = await hq.signIn('Ada', 'ada@example.org');
      const phone = await hq.signIn('Ada', 'ada@example.org');
      const stream = new EventReader(await hq.call('GET', '/api/events', { cookie: phone }));
      const kept = new EventReader(await hq.call('GET', '/api/events', { cookie: desk }));
      await stream.nextNamed('snapshot');
      const { session_id } = (await sessions(desk)).find(({ current }) => !current)!;
      // HQ also looks every second who is gone; here nothing but the revocation itself can end the stream.
      clearInterval(Reflect.get(hq.app.get(EventsController), 'timer') as NodeJS.Timeout);
      expect((await hq.call('DELETE', `/api/sessions/${session_id}`, { cookie: desk })).status).toBe(204);
      await expect(stream.nextNamed('never')).rejects.toThrow('The stream ended.');
      expect((await hq.call('GET', '/api/state', { cookie: phone })).status).toBe(401);
      expect((await hq.call('GET', '/api/state', { cookie: desk })).status).toBe(200);
      expect((await hq.call('DELETE', `/api/sessions/${session_id}`, { cookie: desk })).status).toBe(404);
      await kept.close();
    });

    it('are nobody else’s to end, nor a page’s on another port', async () => {
      const ada = await hq.signIn('Ada', 'ada@example.org');
      const grace = await hq.signIn('Grace', 'grace@example.org');
      const [mine] = await sessions(ada);
      const path = `/api/sessions/${mine!.session_id}`;
      expect((await hq.call('DELETE', path, { cookie: grace })).status).toBe(404);
      const headers = { 'x-codev-page-secret': '' };
      expect((await hq.call('DELETE', path, { cookie: ada, headers })).status).toBe(401);
      expect((await hq.call('GET', '/api/sessions', { cookie: ada, headers })).status).toBe(401);
      expect((await hq.call('GET', '/api/state', { cookie: ada })).status).toBe(200);
    });
  });

  describe('signing out', () => {
    const signOut = (cookie: string, headers: Record<string, string> = {}) =>
      hq.call('DELETE', '/api/session', { cookie, headers });
    const isCleared = (answer: Response) =>
      answer.headers.get('set-cookie')?.includes('Expires=Thu, 01 Jan 1970');

    it.each(['', 'guessed'])(
      'is not for whoever has the cookie, which reaches every port of this host (%j as the page’s secret)',
      async (secret) => {
        const ada = await hq.signIn('Ada', 'ada@example.org');
        const refused = await signOut(ada, { 'x-codev-page-secret': secret });
        expect(refused.status).toBe(401);
        expect(refused.headers.get('set-cookie')).toBeNull();
        expect(await refused.json()).toMatchObject({
          code: 'AUTH_FAILED',
          error: expect.stringMatching(/^You are still signed in: .* Sign in with a new link first/),
        });
        expect((await hq.call('GET', '/api/state', { cookie: ada })).status).toBe(200);
        const done = await signOut(ada);
        expect([done.status, isCleared(done)]).toEqual([204, true]);
        expect((await hq.call('GET', '/api/state', { cookie: ada })).status).toBe(401);
      },
    );

    it('comes with a sign-in in its place, but not with one by whoever only has the cookie', async () => {
      const ada = await hq.signIn('Ada', 'ada@example.org');
      const status = async () => (await hq.call('GET', '/api/state', { cookie: ada })).status;
      const link = await hq.app.get(PeopleService).link('Mallory', 'mallory@example.org');
      const options = { cookie: ada, body: { token: link.split('#')[1] } };
      const headers = { 'x-codev-page-secret': '' };
      expect((await hq.call('POST', '/api/session', { ...options, headers })).status).toBe(200);
      expect(await status()).toBe(200);
      await hq.signIn('Grace', 'grace@example.org', ada);
      expect(await status()).toBe(401);
    });

    it('takes away a cookie whose session has ended, or that never had one, whoever sends it', async () => {
      const ada = await hq.signIn('Ada', 'ada@example.org');
      await signOut(ada);
      for (const cookie of [ada, `codev_hq_${hq.port}=forged`, 'other=1']) {
        const done = await signOut(cookie, { 'x-codev-page-secret': '' });
        expect([cookie, done.status, isCleared(done)]).toEqual([cookie, 204, true]);
      }
    });

    it('is told once in the audit log', async () => {
      const ada = await hq.signIn('Ada', 'ada@example.org');
      const phone = await hq.signIn('Ada', 'ada@example.org');
      await signOut(phone, { 'x-codev-page-secret': '' });
      await signOut(phone);
      await signOut(phone);
      const asked = await hq.call('GET', '/api/audit?format=json&event=signed-out', { cookie: ada });
      expect(((await asked.json()) as { entries: unknown[] }).entries).toHaveLength(1);
    });
  });

  describe('my name', () => {
    it('can be changed, is audited, and stands in what I see at once', async () => {
      const cookie = await hq.signIn('Ada', 'ada@example.org');
      const changed = await hq.call('PATCH', '/api/session', { cookie, body: { name: ' Ada Lovelace ' } });
      expect(await changed.json()).toMatchObject({ person: { name: 'Ada Lovelace' } });
      const audit = await (await hq.call('GET', '/api/audit?format=json', { cookie })).json();
      expect(audit).toMatchObject({
        entries: [
          { event: 'person-changed', details: { name: 'Ada Lovelace', name_before: 'Ada' } },
          {},
          {},
          {},
        ],
      });
    });

    it('cannot become somebody else’s, nor hold what git reads as something else', async () => {
      await hq.signIn('Ada Lovelace', 'ada@example.org');
      const cookie = await hq.signIn('Grace', 'grace@example.org');
      const rename = async (name: string) =>
        (await hq.call('PATCH', '/api/session', { cookie, body: { name } })).status;
      for (const taken of [
        'ada lovelace',
        'ADA LOVELACE',
        'Ada  Lovelace',
        'Áda Lovelace',
        'ada@example.org',
        'Ada-Lovelace',
        'Ada LoveIace',
        'Ada Love1ace',
        'Ada Love|ace',
        'Ada L0velace',
        'Ad\u0251 Lovelace',
        '\u1d00da Lovelace',
        'Ada Lovela\u1d04e',
        // As HQ itself stands where it is told who did something.
        'hq',
        'Codev HQ',
        'Command line',
      ])
        expect({ taken, status: await rename(taken) }).toEqual({ taken, status: 409 });
      for (const bad of [
        '',
        ' ',
        '<root>',
        'a\nb',
        'a\u202eb',
        '\u3164',
        'Ada\u3164 Lovelace',
        'Ada\u2800',
        'A\u200bda',
        'A\u034fda',
        'Ad\u0430 Lovelace',
        'Ada L\u03bfvelace',
        '\u0410da-Maria',
        'Грейс Ho\u0440per',
        '\u13aada Lovelace',
        'Ad\ua4ee Lovelace',
        'Ada Lovelace.',
        'Ada Lovelace,"',
        "'Ada Lovelace",
        'Ada Lovelace. ',
        'ada@example.org.',
        '\\Ada',
        'x'.repeat(101),
        '--',
      ])
        expect({ bad, status: await rename(bad) }).toEqual({ bad, status: 400 });
      expect(await rename('Grace Hopper')).toBe(200);
      for (const free of [
        'Грейс Хоппер',
        'グレース・ホッパー',
        '山田 はな子',
        '金民지',
        'Иван Hopper',
        'Ian O’Neil-3',
        "Grace O'Neil",
        'गीता',
        '\u13aa\u13e3\u13a9',
        '\ua4d0\ua4d1',
      ])
        expect({ free, status: await rename(free) }).toEqual({ free, status: 200 });
      await hq.signIn('Pop', 'pop@example.org');
      expect(await rename('Рор')).toBe(409);
      const key = await hq.key('read');
      expect((await hq.call('PATCH', '/api/session', { key, body: { name: 'Key' } })).status).toBe(403);
    });

    it('stays while I have no address: a link for that name would be a link for me', async () => {
      const ada = await hq.signIn('Ada', 'ada@example.org');
      const mallory = await hq.signIn('Mallory', undefined);
      const { person } = (await (
        await hq.call('GET', '/api/session', { cookie: mallory })
      ).json()) as SessionView;
      const rename = (name: string) => hq.call('PATCH', '/api/session', { cookie: mallory, body: { name } });
      const refused = await rename('Grace Hopper');
      expect(refused.status).toBe(409);
      expect(await refused.json()).toMatchObject({
        code: 'CONFLICT',
        detail:
          'HQ knows you by your name as long as you have no email address. Ask the owner for a link with your address, then change it.',
      });
      expect((await rename('Mallory')).status).toBe(200);
      const grace = await hq.signIn('Grace Hopper', 'grace@example.org');
      const signedIn = (await (
        await hq.call('GET', '/api/session', { cookie: grace })
      ).json()) as SessionView;
      expect(signedIn.person.id).not.toBe(person.id);
      // The owner, who knows who that is, may; and with an address they may themselves.
      const body = { email: 'mallory@example.org' };
      expect((await hq.call('PATCH', `/api/people/${person.id}`, { cookie: ada, body })).status).toBe(200);
      expect((await rename('Mallory Archer')).status).toBe(200);
    });

    it('does not bring another address with it', async () => {
      const cookie = await hq.signIn('Ada', 'ada@example.org');
      const body = { name: 'Ada', email: 'root@example.org' };
      const changed = await hq.call('PATCH', '/api/session', { cookie, body });
      expect(await changed.json()).toMatchObject({ person: { email: 'ada@example.org' } });
    });
  });
});
