import type { PeopleList } from '@codev-hq/protocol';
import { onEachEngine } from '../../testing/engines.js';
import { EventReader } from '../../testing/event-reader.js';
import { FakeMachine } from '../../testing/fake-machine.js';
import { FIXED_KEY, RunningHq } from '../../testing/running-hq.js';
import { ApiKeysService } from '../people/api-keys.service.js';

const TERMINAL = '/api/terminal?instance_id=machine-1&project_path=/code/shop&builder_id=builder-1';

let hq: RunningHq;
let ada: string;
let grace: string;

onEachEngine((fresh) => {
  beforeEach(async () => {
    hq = await RunningHq.start(await fresh());
    ada = await hq.signIn('Ada Lovelace', 'ada@example.org');
    grace = await hq.signIn('Grace Hopper', 'grace@example.org');
  });
  afterEach(() => hq.stop());

  const open = (credential: { key?: string; cookie?: string }) =>
    hq.call('GET', '/api/events?view=summary', credential);

  /** It ended, and was not cut off. */
  const ended = async (stream: Response) => expect(await stream.text()).toContain('event: snapshot');

  describe('a live stream', () => {
    it('ends when who opened it signs out or its key is revoked, and not for others', async () => {
      const graces = new EventReader(await open({ cookie: grace }));
      await graces.next();
      const adas = await open({ cookie: ada });
      await hq.call('DELETE', '/api/session', { cookie: ada });
      await ended(adas);
      const keys = hq.app.get(ApiKeysService);
      const doomed = await open({ key: await hq.key('read') });
      for (const { id } of await keys.list()) await keys.revoke(id);
      await ended(doomed);
      await FakeMachine.registered(hq.url, FIXED_KEY);
      expect(await graces.next()).toMatchObject({ name: 'instance' });
      await graces.close();
    });

    it('ends on every device and for every key of a person who is removed, also at a terminal', async () => {
      const machine = await FakeMachine.registered(hq.url, FIXED_KEY, { features: ['terminal_request'] });
      const phone = await hq.signIn('Grace Hopper', 'grace@example.org');
      const key = await hq.key('read', 'grace@example.org');
      const adas = new EventReader(await open({ cookie: ada }));
      await adas.next();
      const graces = await Promise.all([{ cookie: grace }, { cookie: phone }, { key }].map(open));
      const looking = hq.call('GET', TERMINAL, { cookie: grace });
      const { id } = await machine.next(({ type }) => type === 'terminal_request');
      machine.respond(id, { payload: { session_id: 't1', lines: ['$'], total: 1 } });
      const terminal = await looking;
      const list = await hq.call('GET', '/api/people', { cookie: ada });
      const { people } = (await list.json()) as PeopleList;
      const { person_id } = people.find(({ name }) => name === 'Grace Hopper')!;
      expect((await hq.call('DELETE', `/api/people/${person_id}`, { cookie: ada })).status).toBe(204);
      for (const stream of graces) await ended(stream);
      expect(await terminal.text()).toContain('event: lines');
      for (const credential of [{ cookie: grace }, { cookie: phone }, { key }])
        expect((await hq.call('GET', '/api/state', credential)).status).toBe(401);
      await machine.close();
      expect(await adas.next()).toMatchObject({ name: 'instance', data: { online: false } });
      await adas.close();
    });
  });
});
