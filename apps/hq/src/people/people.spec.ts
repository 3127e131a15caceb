import type { SessionView, SignInAnswer } from '@codev-hq/protocol';
import { APPROVE } from '../../testing/fake-machine.js';
import { FIXED_KEY, RunningHq } from '../../testing/running-hq.js';
import { PeopleRepository } from '../persistence/people.repository.js';
import { ApiKeysService } from './api-keys.service.js';
import { PeopleService } from './people.service.js';
import { onEachEngine } from '../../testing/engines.js';

let hq: RunningHq;

onEachEngine((fresh) => {
  beforeEach(async () => {
    hq = await RunningHq.start(await fresh());
  });

  afterEach(() => {
    jest.useRealTimers();
    return hq.stop();
  });

  const tokenOf = (link: string) => link.split('#')[1] ?? '';
  const signIn = (token: string) => hq.call('POST', '/api/session', { body: { token } });

  describe('S2: REST', () => {
    it('answers nothing but health, sign-in and its description without a credential', async () => {
      const closed = [
        '/api/state',
        '/api/gates',
        '/api/gates/x',
        '/api/decisions',
        '/api/audit',
        '/api/events',
      ];
      for (const path of closed)
        expect({ path, status: (await hq.call('GET', path)).status }).toEqual({ path, status: 401 });
      expect((await hq.call('POST', '/api/approve', { body: APPROVE })).status).toBe(401);
      expect((await hq.call('GET', '/health')).status).toBe(200);
      expect((await hq.call('GET', '/api/openapi.json')).status).toBe(200);
    });

    it('refuses what the scope does not cover', async () => {
      expect((await hq.call('POST', '/api/approve', { body: APPROVE, key: FIXED_KEY })).status).toBe(403);
      expect((await hq.call('GET', '/api/state', { key: FIXED_KEY })).status).toBe(403);
      expect(
        (await hq.call('POST', '/api/approve', { body: APPROVE, key: await hq.key('read') })).status,
      ).toBe(403);
      expect((await hq.call('GET', '/api/state', { key: 'wrong' })).status).toBe(401);
    });

    it('S3: refuses requests from pages of another origin, whatever Host they name', async () => {
      const cookie = await hq.signIn('Ada', 'ada@example.org');
      const foreign = await hq.call('POST', '/api/approve', {
        body: APPROVE,
        cookie,
        headers: { origin: 'http://evil.example', host: 'evil.example' },
      });
      expect(foreign.status).toBe(403);
      const own = await hq.call('GET', '/api/session', {
        cookie,
        headers: { origin: `http://localhost:${hq.port}` },
      });
      expect(own.status).toBe(200);
    });

    it('the cookie alone, which reaches every port of this host, can read but not decide', async () => {
      const token = tokenOf(await hq.app.get(PeopleService).link('Ada', 'ada@example.org'));
      const answer = await signIn(token);
      const cookie = answer.headers.get('set-cookie')!.split(';')[0]!;
      const { page_secret } = (await answer.json()) as SignInAnswer;
      expect((await hq.call('GET', '/api/state', { cookie })).status).toBe(200);
      for (const wrong of [{ 'x-codev-page-secret': '' }, { 'x-codev-page-secret': 'guessed' }]) {
        const refused = await hq.call('POST', '/api/approve', { body: APPROVE, cookie, headers: wrong });
        expect(refused.status).toBe(401);
        expect((await hq.call('GET', '/api/audit', { cookie, headers: wrong })).status).toBe(401);
      }
      const headers = { 'x-codev-page-secret': page_secret };
      expect((await hq.call('POST', '/api/approve', { body: APPROVE, cookie, headers })).status).toBe(404);
    });

    it('bad bodies are named field by field, broken JSON and oversized ones too', async () => {
      const key = await hq.key('approve');
      const post = (body: string) =>
        fetch(`${hq.url}/api/approve`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
          body,
        });
      expect(await (await post('{"gate":7}')).json()).toMatchObject({
        code: 'INVALID_MESSAGE',
        detail: /instance_id/,
      });
      expect(await (await post('{"gate"')).json()).toMatchObject({ code: 'INVALID_MESSAGE' });
      expect((await post(`"${'x'.repeat(2 * 1024 * 1024)}"`)).status).toBe(413);
      expect((await post('[]')).status).toBe(400);
    });
  });

  describe('signing in', () => {
    it('a link works once, and its session ends with signing out', async () => {
      const token = tokenOf(await hq.app.get(PeopleService).link('Ada Lovelace', 'ada@example.org'));
      const first = await signIn(token);
      const { page_secret, ...view } = (await first.json()) as SignInAnswer;
      expect(view).toMatchObject({
        person: { name: 'Ada Lovelace', email: 'ada@example.org', role: 'admin' },
      });
      const cookie = first.headers.get('set-cookie') ?? '';
      expect(cookie).toMatch(/HttpOnly.*SameSite=Strict/);
      const again = await signIn(token);
      expect(again.status).toBe(401);
      expect(await again.json()).toMatchObject({ detail: expect.stringContaining('Ask for a new one') });
      const session = cookie.split(';')[0]!;
      expect((await hq.call('GET', '/api/state', { cookie: session })).status).toBe(200);
      const headers = { 'x-codev-page-secret': page_secret };
      await hq.call('DELETE', '/api/session', { cookie: session, headers });
      expect((await hq.call('GET', '/api/state', { cookie: session })).status).toBe(401);
    });

    it('two people who use one link at once: one is signed in', async () => {
      const token = tokenOf(await hq.app.get(PeopleService).link('Ada', 'ada@example.org'));
      const statuses = (await Promise.all([signIn(token), signIn(token), signIn(token)])).map(
        ({ status }) => status,
      );
      expect(statuses.sort()).toEqual([200, 401, 401]);
    });

    it('a link is good for 15 minutes, a session for 30 days after its last use', async () => {
      const people = hq.app.get(PeopleService);
      const start = Date.now();
      jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'], now: start });
      await hq.signIn('Ada', 'ada@example.org');
      const late = tokenOf(await people.link('Ada', 'ada@example.org'));
      const good = tokenOf(await people.link('Ada', 'ada@example.org'));
      jest.setSystemTime(start + 15 * 60_000 - 1);
      const secrets = await people.signIn(good, 'browser');
      expect(secrets).toBeDefined();
      jest.setSystemTime(start + 15 * 60_000);
      expect(await people.signIn(late, 'browser')).toBeUndefined();
      jest.setSystemTime(start + 20 * 24 * 3600_000);
      expect(await people.session(secrets!.cookie)).toBeDefined();
      jest.setSystemTime(start + 45 * 24 * 3600_000);
      expect(await people.session(secrets!.cookie)).toBeDefined();
      jest.setSystemTime(start + 80 * 24 * 3600_000);
      expect(await people.session(secrets!.cookie)).toBeUndefined();
    });

    it('who signed in without an address and gets one later stays the same person', async () => {
      const people = hq.app.get(PeopleService);
      const who = async (email?: string) =>
        ((await (await signIn(tokenOf(await people.link('Ada', email)))).json()) as SessionView).person;
      const before = await who();
      expect(await who('ada@example.org')).toEqual({ ...before, email: 'ada@example.org' });
      expect(await who('another.ada@example.org')).not.toMatchObject({ id: before.id });
    });

    it('the first person owns HQ, later ones approve; a first start’s nameless owner takes the first name given', async () => {
      const people = hq.app.get(PeopleService);
      const first = await people.ownerLink();
      expect(first).toMatch(/#[\w-]{43}$/);
      const named = await people.invite('Ada', 'ada@example.org');
      expect(named.unclaimed).toMatchObject({ asOwner: true, owner: { name: 'Ada' } });
      // What was printed for nobody in particular is no door to Ada's place.
      expect((await signIn(tokenOf(first!))).status).toBe(401);
      const ada = await signIn(tokenOf(named.link));
      expect(await ada.json()).toMatchObject({ person: { name: 'Ada', role: 'admin' } });
      const grace = await signIn(tokenOf(await people.link('Grace', 'grace@example.org')));
      expect(await grace.json()).toMatchObject({ person: { name: 'Grace', role: 'approver' } });
      expect(await people.ownerLink()).toBeUndefined();
    });

    it('as long as nobody has signed in, the last link is the owner’s and the only one that works', async () => {
      const people = hq.app.get(PeopleService);
      const mistyped = await people.invite('Ada', 'ada@exmaple.org');
      expect(mistyped.unclaimed).not.toHaveProperty('before');
      const other = await people.invite('Grace', 'grace@example.org');
      const named = await people.invite('Ada Lovelace', 'ada@example.org');
      expect(named.unclaimed).toMatchObject({
        asOwner: true,
        owner: { name: 'Ada Lovelace', email: 'ada@example.org' },
        before: { name: 'Grace', email: 'grace@example.org' },
      });
      const again = await people.invite('Ada Lovelace', 'ada@example.org');
      expect(again.unclaimed).not.toHaveProperty('before');
      for (const { link } of [mistyped, other, named]) expect((await signIn(tokenOf(link))).status).toBe(401);
      const ada = await signIn(tokenOf(again.link));
      expect(await ada.json()).toMatchObject({ person: { email: 'ada@example.org', role: 'admin' } });
      const everybody = await hq.app.get(PeopleRepository).all();
      expect(everybody.map(({ name }) => name)).toEqual(['Ada Lovelace']);
      const grace = await people.invite('Grace', 'grace@example.org');
      expect(grace).not.toHaveProperty('unclaimed');
      expect(await (await signIn(tokenOf(grace.link))).json()).toMatchObject({
        person: { role: 'approver' },
      });
    });

    it('the log keeps who was to be the owner before', async () => {
      const people = hq.app.get(PeopleService);
      await people.link('Ada', 'ada@exmaple.org');
      await people.link('Ada', 'ada@example.org');
      const key = await hq.key('admin');
      const audit = await hq.call('GET', '/api/audit?format=json&event=person-changed', { key });
      const details = { email: 'ada@example.org', email_before: 'ada@exmaple.org' };
      expect(await audit.json()).toMatchObject({ entries: [{ actor: 'command line', details }] });
    });

    it('an owner in whose name a key speaks stays, and others approve', async () => {
      const people = hq.app.get(PeopleService);
      await people.link('Ada', 'ada@example.org');
      const key = await hq.key('read,approve', 'ada@example.org');
      expect((await hq.call('GET', '/api/state', { key })).status).toBe(200);
      await hq.app.get(ApiKeysService).revoke(key.split('_')[1]!);
      const grace = await people.invite('Grace', 'grace@example.org');
      expect(grace.unclaimed).toMatchObject({ asOwner: false, owner: { name: 'Ada' } });
      expect(await (await signIn(tokenOf(grace.link))).json()).toMatchObject({
        person: { role: 'approver' },
      });
    });

    it('an owner whose key is revoked before it has said anything can be named anew', async () => {
      const people = hq.app.get(PeopleService);
      await people.link('Ada', 'ada@exmaple.org');
      const key = await hq.key('read,approve', 'ada@exmaple.org');
      expect((await people.invite('Grace', 'grace@example.org')).unclaimed).toMatchObject({ asOwner: false });
      await hq.app.get(ApiKeysService).revoke(key.split('_')[1]!);
      const named = await people.invite('Ada', 'ada@example.org');
      expect(named.unclaimed).toMatchObject({ asOwner: true, owner: { email: 'ada@example.org' } });
    });

    it('somebody who was invited before takes the place of an owner who never came', async () => {
      const people = hq.app.get(PeopleService);
      await people.link('Ada', 'ada@exmaple.org');
      const row = {
        name: 'Ada',
        email: 'ada@example.org',
        role: 'approver',
        created_at: 1,
        removed_at: null,
      };
      const entry = { actor: 'command line', event: 'person-added' as const, details: {} };
      await hq.app.get(PeopleRepository).add({ id: 'ada', ...row }, entry);
      const named = await people.invite('Ada', 'ada@example.org');
      expect(named.unclaimed).toMatchObject({ asOwner: true, before: { email: 'ada@exmaple.org' } });
      const everybody = await hq.app.get(PeopleRepository).all();
      expect(everybody.map(({ email, role }) => [email, role])).toEqual([
        ['ada@example.org', 'admin'],
        ['ada@exmaple.org', 'approver'],
      ]);
    });

    it('whoever signs in while another link is made stays the owner, under their name', async () => {
      const people = hq.app.get(PeopleService);
      const repository = hq.app.get(PeopleRepository);
      const { link } = await people.invite('Ada', 'ada@example.org');
      const ada = (await repository.owner())!;
      // The other command has found that nobody had signed in yet.
      jest.spyOn(repository, 'anybodySignedIn').mockResolvedValueOnce(false);
      expect((await signIn(tokenOf(link))).status).toBe(200);
      const grace = await people.invite('Grace', 'grace@example.org');
      expect(grace).not.toHaveProperty('unclaimed');
      expect(await repository.owner()).toEqual(ada);
      expect(await (await signIn(tokenOf(grace.link))).json()).toMatchObject({
        person: { role: 'approver' },
      });
    });

    it('nobody’s, forged and empty sessions are refused alike', async () => {
      for (const cookie of ['', `codev_hq_${hq.port}=`, `codev_hq_${hq.port}=forged`, 'other=1']) {
        expect((await hq.call('GET', '/api/session', { cookie })).status).toBe(401);
      }
    });
  });

  describe('API keys', () => {
    it('a connector key can never approve', async () => {
      for (const scopes of [
        ['connector', 'approve'],
        ['connector', 'read', 'admin'],
      ]) {
        expect(await hq.app.get(ApiKeysService).create('k', scopes)).toMatchObject({ ok: false });
      }
      expect(await hq.app.get(ApiKeysService).create('k', ['fly'])).toMatchObject({ ok: false });
      expect(await hq.app.get(ApiKeysService).create('k', [])).toMatchObject({ ok: false });
      expect(await hq.app.get(ApiKeysService).create('k', ['read'], 'nobody@example.org')).toMatchObject({
        ok: false,
      });
    });

    it('are stored as hashes, and remember when they were last used', async () => {
      const key = await hq.key('read');
      await hq.call('GET', '/api/state', { key });
      const [row] = await hq.app.get(ApiKeysService).list();
      expect(JSON.stringify(row)).not.toContain(key.split('_').slice(2).join('_'));
      expect(row?.last_used_at).toBeGreaterThan(0);
    });

    it('a revoked key stops working at once; revoking what is not there says so', async () => {
      const key = await hq.key('read');
      const id = key.split('_')[1]!;
      expect(await hq.app.get(ApiKeysService).revoke(id)).toBeUndefined();
      expect((await hq.call('GET', '/api/state', { key })).status).toBe(401);
      expect(await hq.app.get(ApiKeysService).revoke(id)).toMatchObject({ code: 'NOT_FOUND' });
      expect(await hq.app.get(ApiKeysService).revoke('nothing')).toMatchObject({ code: 'NOT_FOUND' });
    });
  });
});
