import type { CreatedKey, KeyList, KeyView } from '@codev-hq/protocol';
import { onEachEngine } from '../../testing/engines.js';
import { FakeMachine } from '../../testing/fake-machine.js';
import { ApiKeyRepository } from '../persistence/api-key.repository.js';
import { PeopleRepository } from '../persistence/people.repository.js';
import { ApiKeysService } from './api-keys.service.js';
import { FIXED_KEY, RunningHq } from '../../testing/running-hq.js';

let hq: RunningHq;
let owner: string;

onEachEngine((fresh) => {
  beforeEach(async () => {
    hq = await RunningHq.start(await fresh());
    owner = await hq.signIn('Ada', 'ada@example.org');
  });
  afterEach(() => hq.stop());

  const create = (body: unknown, cookie = owner) => hq.call('POST', '/api/keys', { cookie, body });
  const made = async (body: unknown) => (await (await create(body)).json()) as CreatedKey;
  const list = async () =>
    ((await (await hq.call('GET', '/api/keys', { cookie: owner })).json()) as KeyList).keys;
  const find = async (id: string): Promise<KeyView | undefined> =>
    (await list()).find(({ key_id }) => key_id === id);

  describe('the owner’s keys', () => {
    it('one is made, shown once, used, and says which machine belongs to it', async () => {
      const { key, ...view } = await made({ name: 'laptop', scopes: ['connector'] });
      expect(key).toMatch(/^chq_[0-9a-f]{12}_/);
      expect(view).toMatchObject({ name: 'laptop', scopes: ['connector'], fixed: false, instances: [] });
      const machine = await FakeMachine.registered(hq.url, key);
      await machine.close();
      let found = await find(view.key_id);
      while (found?.instances.length === 0) found = await find(view.key_id);
      expect(found).toMatchObject({
        last_used_at: expect.any(String),
        instances: [{ instance_id: 'machine-1', instance_name: 'Ada’s laptop' }],
      });
      expect(JSON.stringify(await list())).not.toContain(key.slice(17));
      expect(await find('environment')).toMatchObject({ fixed: true, scopes: ['connector'] });
    });

    it('a connector’s key cannot approve, nobody gives what they do not hold, and nobody speaks for another', async () => {
      for (const scope of ['approve', 'admin'])
        expect((await create({ name: 'k', scopes: ['connector', scope] })).status).toBe(400);
      expect((await create({ name: 'k', scopes: ['connector'], mine: true })).status).toBe(400);
      expect((await create({ name: 'k', scopes: [] })).status).toBe(400);
      expect((await create({ name: 'k', scopes: ['root'] })).status).toBe(400);
      expect((await create({ name: '', scopes: ['read'] })).status).toBe(400);
      const mine = await made({ name: 'script', scopes: ['read', 'approve'], mine: true });
      expect(mine).toMatchObject({ person: { name: 'Ada' } });
      const admin = await hq.key('admin');
      const grant = (body: unknown) => hq.call('POST', '/api/keys', { key: admin, body });
      expect((await grant({ name: 'k', scopes: ['approve'] })).status).toBe(403);
      expect((await grant({ name: 'k', scopes: ['admin'], mine: true })).status).toBe(400);
      expect((await grant({ name: 'k', scopes: ['connector'] })).status).toBe(201);
    });

    it('none has a name that is HQ’s or somebody else’s, nor one that only looks so', async () => {
      await hq.signIn('Grace Hopper', 'grace@example.org');
      const alike = [
        'hq',
        'HQ',
        'Codev HQ',
        'Command Line',
        'first-start',
        'HQ’s command line',
        'h\u200bq',
        'НQ',
      ];
      const names = [...alike, 'CODEV_HQ_API_KEY', 'grace hopper', 'Grace@example.org', 'lap\u202etop'];
      for (const name of names) {
        const refused = await create({ name, scopes: ['read'] });
        expect({ name, status: refused.status }).toEqual({ name, status: 400 });
      }
      expect(await (await create({ name: 'hq', scopes: ['read'] })).text()).toContain(
        'HQ itself is called “hq”',
      );
      expect((await create({ name: 'Ada', scopes: ['read'] })).status).toBe(400);
      expect(await made({ name: 'Ada', scopes: ['read'], mine: true })).toMatchObject({ name: 'Ada' });
      expect(await made({ name: 'Grace’s laptop', scopes: ['connector'] })).toMatchObject({ fixed: false });
    });

    it('nobody gets another person’s key, or more than they hold, by rotating; revoking stays possible', async () => {
      const grace = await hq.signIn('Grace', 'grace@example.org');
      const graces = await hq.key('read,approve', 'grace@example.org');
      const nobodys = await hq.key('approve');
      const idOf = (key: string) => key.split('_')[1] ?? '';
      const rotate = (key: string, by: { cookie?: string; key?: string }) =>
        hq.call('POST', `/api/keys/${idOf(key)}/rotate`, by);
      const refused = await rotate(graces, { cookie: owner });
      expect(refused.status).toBe(403);
      expect(await refused.text()).toContain('speaks for another person');
      expect((await hq.call('GET', '/api/gates', { key: graces })).status).toBe(200);
      const beyond = await rotate(nobodys, { key: await hq.key('admin') });
      expect(beyond.status).toBe(403);
      expect(await beyond.text()).toContain('scope \\"approve\\"');
      expect((await rotate(nobodys, { cookie: owner })).status).toBe(200);
      expect((await rotate(await hq.key('read'), { cookie: grace })).status).toBe(403);
      expect((await hq.app.get(ApiKeysService).rotate(idOf(graces))).ok).toBe(true);
      expect((await hq.call('DELETE', `/api/keys/${idOf(graces)}`, { cookie: owner })).status).toBe(204);
    });

    it('none speaks for a person who was removed, or is made for them', async () => {
      const grace = await hq.signIn('Grace', 'grace@example.org');
      const graces = await hq.key('read', 'grace@example.org');
      const repository = hq.app.get(PeopleRepository);
      const { id } = (await repository.personByEmail('grace@example.org'))!;
      const keyBefore = await hq.app.get(ApiKeyRepository).byId(graces.split('_')[1] ?? '');
      await hq.call('DELETE', `/api/people/${id}`, { cookie: owner });
      const made = await hq.app.get(ApiKeysService).create('late', ['read'], 'grace@example.org');
      expect(made).toMatchObject({ ok: false, refusal: { error: expect.stringContaining('removed') } });
      // As an older HQ made one on the command line.
      const entry = { actor: 'command line', event: 'key-created', details: {} } as const;
      await hq.app.get(ApiKeyRepository).add({ ...keyBefore!, id: 'abcdefabcdef' }, entry);
      const key = graces.replace(/^chq_[0-9a-f]+/, 'chq_abcdefabcdef');
      expect((await hq.call('GET', '/api/gates', { key })).status).toBe(401);
      expect((await hq.call('GET', '/api/gates', { cookie: grace })).status).toBe(401);
    });

    it('rotating gives a new secret and ends the old one; revoking ends both, and its streams', async () => {
      const { key: first, key_id } = await made({ name: 'script', scopes: ['read'] });
      const rotated = await hq.call('POST', `/api/keys/${key_id}/rotate`, { cookie: owner });
      const { key: second } = (await rotated.json()) as CreatedKey;
      expect((await hq.call('GET', '/api/gates', { key: first })).status).toBe(401);
      expect((await hq.call('GET', '/api/gates', { key: second })).status).toBe(200);
      expect((await hq.call('DELETE', `/api/keys/${key_id}`, { cookie: owner })).status).toBe(204);
      expect((await hq.call('GET', '/api/gates', { key: second })).status).toBe(401);
      expect(await find(key_id)).toMatchObject({ revoked_at: expect.any(String) });
      expect((await hq.call('DELETE', `/api/keys/${key_id}`, { cookie: owner })).status).toBe(404);
      expect((await hq.call('POST', `/api/keys/${key_id}/rotate`, { cookie: owner })).status).toBe(404);
    });

    it('what a secret has open closes when its key gets another, also from the command line; the new one stays', async () => {
      const { key: first, key_id } = await made({ name: 'laptop', scopes: ['connector', 'read'] });
      const machine = await FakeMachine.registered(hq.url, first);
      const stream = await hq.call('GET', '/api/events', { key: first });
      const rotated = await hq.call('POST', `/api/keys/${key_id}/rotate`, { cookie: owner });
      const { key: second } = (await rotated.json()) as CreatedKey;
      expect((await machine.closing()).code).toBe(4401);
      expect(await stream.text()).toContain('event: snapshot');
      await expect(FakeMachine.connect(hq.url, first)).rejects.toThrow();
      const again = await FakeMachine.registered(hq.url, second);
      const other = await FakeMachine.registered(hq.url, FIXED_KEY, { instance_id: 'machine-2' });
      // The command line is another process: nobody tells this one.
      const elsewhere = await hq.app.get(ApiKeysService).rotate(key_id);
      expect((await again.closing()).code).toBe(4401);
      const key = elsewhere.ok ? elsewhere.key : '';
      await FakeMachine.registered(hq.url, key);
      expect(other.closed).toBeUndefined();
    });

    it('the environment’s key is changed where HQ runs', async () => {
      expect((await hq.call('DELETE', '/api/keys/environment', { cookie: owner })).status).toBe(409);
      expect((await hq.call('POST', '/api/keys/environment/rotate', { cookie: owner })).status).toBe(409);
      await (await FakeMachine.registered(hq.url, FIXED_KEY)).close();
    });

    it('are for administrators on their own page', async () => {
      const grace = await hq.signIn('Grace', 'grace@example.org');
      const headers = { 'x-codev-page-secret': '' };
      for (const [method, path] of [
        ['GET', '/api/keys'],
        ['POST', '/api/keys'],
        ['POST', '/api/keys/x/rotate'],
        ['DELETE', '/api/keys/x'],
        ['GET', '/api/people'],
        ['DELETE', '/api/people/x'],
        ['GET', '/api/audit/verify'],
      ] as const) {
        expect((await hq.call(method, path, { cookie: grace })).status).toBe(403);
        expect((await hq.call(method, path, { cookie: owner, headers })).status).toBe(401);
      }
    });
  });
});
