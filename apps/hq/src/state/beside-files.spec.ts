import type { StateSnapshot } from '@codev-hq/protocol';
import { EventReader } from '../../testing/event-reader.js';
import { onEachEngine } from '../../testing/engines.js';
import { FakeMachine, statusFile, statusUpdate } from '../../testing/fake-machine.js';
import { FIXED_KEY, RunningHq } from '../../testing/running-hq.js';

const WORKTREE = '/code/shop/.builders/spir-68';
const artifact = (digit: string) => ({ kind: 'plan', path: 'codev/plans/68.md', digest: digit.repeat(64) });
const update = (changes: Record<string, unknown> = {}) =>
  statusUpdate(statusFile(), {
    worktree: WORKTREE,
    artifacts: [artifact('a')],
    copies: ['/code/shop'],
    ...changes,
  });

onEachEngine((fresh) => {
  describe('what goes along with a status file', () => {
    let hq: RunningHq;
    let machine: FakeMachine;
    let key: string;

    beforeEach(async () => {
      hq = await RunningHq.start(await fresh());
      key = await hq.key('read');
      machine = await FakeMachine.registered(hq.url, FIXED_KEY);
      await machine.request('status_update', update());
    });
    afterEach(() => hq.stop());

    const file = async (of = hq, by = key) => {
      const state = (await (await of.call('GET', '/api/state', { key: by })).json()) as StateSnapshot;
      return state.instances[0]?.status_files[0];
    };

    it('is shown, also after a restart', async () => {
      const builder = { project_path: '/code/shop', builder_id: 'b', status: 'blocked', worktree: WORKTREE };
      await machine.request('builder_update', { ...builder, last_activity: '2026-01-16T06:15:12.348Z' });
      const shown = { worktree: WORKTREE, artifacts: [artifact('a')], copies: ['/code/shop'] };
      expect(await file()).toMatchObject(shown);
      hq = await hq.restart();
      expect(await file()).toMatchObject(shown);
      const state = (await (await hq.call('GET', '/api/state', { key })).json()) as StateSnapshot;
      expect(state.instances[0]?.builders[0]).toMatchObject({ last_activity: '2026-01-16T06:15:12.348Z' });
    });

    it('is told when it alone has changed, and not when nothing has', async () => {
      const events = new EventReader(await hq.call('GET', '/api/events', { key }));
      await events.next();
      await machine.request('status_update', update());
      await machine.request('status_update', update({ artifacts: [artifact('b')] }));
      expect(await events.next()).toMatchObject({
        name: 'status_file',
        data: { artifacts: [artifact('b')] },
      });
      expect(await events.next()).toMatchObject({
        name: 'gate',
        data: { gate: { artifacts: [artifact('b')], worktree: WORKTREE } },
      });
      await events.close();
    });

    it('is taken over from a manifest without asking for the content again', async () => {
      const { digest, path } = (await file())!;
      const line = { path, worktree: WORKTREE, digest, artifacts: [artifact('c')] };
      const manifest = { project_path: '/code/shop', status_files: [line], builders: [] };
      expect(await machine.request('sync_response', manifest)).toMatchObject({ payload: { wanted: [] } });
      const now = await file();
      expect(now).toMatchObject({ artifacts: [artifact('c')], content: statusFile() });
      expect(now).not.toHaveProperty('copies');
    });

    it('does not void an approval that the mirror has yet to show', async () => {
      const ada = await hq.signIn('Ada Lovelace', 'ada@example.org');
      await machine.request('register', {
        instance_id: 'machine-1',
        projects: [{ path: '/code/shop', name: 'shop' }],
        features: ['decision_response'],
      });
      const body = {
        instance_id: 'machine-1',
        project_path: '/code/shop',
        project_id: '0068',
        gate: 'human_approval',
        wait: 10_000,
      };
      const answer = hq.call('POST', '/api/approve', { body, cookie: ada });
      const { id } = await machine.next(({ type }) => type === 'approval');
      const outcome = {
        outcome: 'applied',
        status_file: 'codev/status/0068-feature.md',
        digest: 'd'.repeat(64),
      };
      machine.respond(id, { payload: outcome });
      expect(await (await answer).json()).toMatchObject({ state: 'applied' });
      await machine.request('status_update', update({ artifacts: [artifact('d')] }));
      expect(await (await hq.call('GET', '/api/gates', { key })).json()).toEqual([]);
    });
  });
});
