import type { PeopleList, PersonView } from '@codev-hq/protocol';
import { onEachEngine } from '../../testing/engines.js';
import { RunningHq } from '../../testing/running-hq.js';

let hq: RunningHq;
let ada: string;
let grace: string;

onEachEngine((fresh) => {
  beforeEach(async () => {
    hq = await RunningHq.start(await fresh());
    ada = await hq.signIn('Ada', 'ada@example.org');
    grace = await hq.signIn('Grace', 'grace@example.org');
  });
  afterEach(() => hq.stop());

  const list = async () =>
    ((await (await hq.call('GET', '/api/people', { cookie: ada })).json()) as PeopleList).people;
  const person = async (name: string): Promise<PersonView> =>
    (await list()).find((one) => one.name === name)!;

  describe('people, as the owner sees them', () => {
    it('are listed with role, sessions and when they were last here', async () => {
      await hq.signIn('Grace', 'grace@example.org');
      expect(await person('Ada')).toMatchObject({ role: 'admin', me: true, sessions: 1 });
      expect(await person('Grace')).toMatchObject({
        role: 'approver',
        me: false,
        sessions: 2,
        email: 'grace@example.org',
        last_seen_at: expect.any(String),
      });
    });

    it('get another address from the owner only, which nobody else has', async () => {
      const { person_id } = await person('Grace');
      const change = (body: unknown, cookie = ada) =>
        hq.call('PATCH', `/api/people/${person_id}`, { cookie, body });
      expect((await change({ email: 'ADA@example.org' })).status).toBe(409);
      expect((await change({ email: 'no address' })).status).toBe(400);
      expect((await change({ email: 'g@example.org' }, grace)).status).toBe(403);
      expect(await (await change({ email: 'g@example.org' })).json()).toMatchObject({
        email: 'g@example.org',
      });
      expect(await (await change({ email: null })).json()).not.toHaveProperty('email');
      expect((await hq.call('PATCH', '/api/people/x', { cookie: ada, body: {} })).status).toBe(404);
    });

    it('lose every session when a device is lost, and may sign in again', async () => {
      const { person_id } = await person('Grace');
      const path = `/api/people/${person_id}/sessions`;
      expect((await hq.call('DELETE', path, { cookie: ada })).status).toBe(204);
      expect((await hq.call('GET', '/api/state', { cookie: grace })).status).toBe(401);
      expect((await hq.call('DELETE', '/api/people/x/sessions', { cookie: ada })).status).toBe(404);
      grace = await hq.signIn('Grace', 'grace@example.org');
      expect((await hq.call('GET', '/api/state', { cookie: grace })).status).toBe(200);
    });

    it('are removed with what lets them in, stay listed, and come back with a new link', async () => {
      const { person_id } = await person('Grace');
      const key = await hq.key('read,approve', 'grace@example.org');
      const path = `/api/people/${person_id}`;
      expect((await hq.call('DELETE', path, { cookie: ada })).status).toBe(204);
      expect((await hq.call('GET', '/api/state', { cookie: grace })).status).toBe(401);
      expect((await hq.call('GET', '/api/state', { key })).status).toBe(401);
      expect(await person('Grace')).toMatchObject({ sessions: 0, removed_at: expect.any(String) });
      expect((await hq.call('DELETE', path, { cookie: ada })).status).toBe(404);
      await hq.signIn('Grace', 'grace@example.org');
      expect(await person('Grace')).not.toHaveProperty('removed_at');
      expect(await person('Grace')).toMatchObject({ person_id });
    });

    it('nobody removes themselves or the last administrator', async () => {
      const { person_id } = await person('Ada');
      expect((await hq.call('DELETE', `/api/people/${person_id}`, { cookie: ada })).status).toBe(409);
      const key = await hq.key('admin');
      expect((await hq.call('DELETE', `/api/people/${person_id}`, { key })).status).toBe(409);
    });
  });
});
