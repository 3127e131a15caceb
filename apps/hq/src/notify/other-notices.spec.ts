import type { NotificationPreferences } from '@codev-hq/protocol';
import { OUTCOME } from '../../testing/deciding-hq.js';
import { onEachEngine } from '../../testing/engines.js';
import { registration, statusFile } from '../../testing/fake-machine.js';
import { NotifiedHq } from '../../testing/notified-hq.js';
import { SettlementService } from '../approval/settlement.service.js';
import { UNLESS_SAID } from './preferences.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PREFERENCES = '/api/notifications/preferences';

let notified: NotifiedHq;
let ada: string;

const builder = (overrides: Record<string, unknown> = {}) =>
  notified.machine.request('builder_update', {
    project_path: '/code/shop',
    builder_id: 'builder-spir-412',
    worktree: '/code/shop/.builders/spir-412',
    status: 'blocked',
    phase: 'implement',
    ...overrides,
  });

const prefer = (preferences: Partial<NotificationPreferences>, cookie = ada) =>
  notified.call('PUT', PREFERENCES, cookie, { ...UNLESS_SAID, ...preferences });

onEachEngine((fresh) => {
  beforeEach(async () => {
    notified = await NotifiedHq.start(await fresh());
    ada = await notified.person('Ada');
  });

  afterEach(() => notified.stop());

  describe('who decided is told when the decision', () => {
    beforeEach(async () => {
      await notified.file();
      await notified.tell();
      await notified.person('Grace');
    });

    it('is refused, without what the machine’s programs printed', async () => {
      const error = 'The hook printed: const password = 1';
      await notified.decide(ada, { success: false, code: 'GIT_FAILED', error });
      await notified.tell();
      expect(notified.shown('Ada').at(-1)).toMatchObject({
        title: 'Ada’s approval of Specify → Plan was not carried out',
        body: '0068 feature. Ada’s laptop refused it. The gate’s page says why.',
      });
      expect(notified.titles('Grace')).toEqual([]);
    });

    it('is a commit that was not pushed', async () => {
      await notified.decide(ada, { payload: { ...OUTCOME, pushed: false, note: 'rejected by remote' } });
      await notified.tell();
      expect(notified.titles('Ada').at(-1)).toMatch(/was not pushed/);
    });

    it('expires, once, also when HQ starts again', async () => {
      await notified.machine.close();
      await notified.call('POST', '/api/approve', ada, {
        instance_id: 'machine-1',
        project_path: '/code/shop',
        project_id: '0068',
        gate: 'human_approval',
      });
      await notified.hq.app.get(SettlementService).expire(Date.now() + 8 * 24 * HOUR);
      await notified.tell();
      await notified.restart();
      await notified.tell();
      const about = notified.shown('Ada').filter(({ title }) => title.startsWith('Ada’s approval'));
      expect(about).toMatchObject([{ body: expect.stringMatching(/did not take it in time/) }]);
    });

    it('but not when it arrives', async () => {
      await notified.decide(ada, { payload: { ...OUTCOME, pushed: true } });
      await notified.tell();
      expect(notified.titles('Ada')).toHaveLength(1);
    });
  });

  describe('a builder', () => {
    it('that is blocked is told once while it is', async () => {
      await builder();
      await notified.tell();
      await builder();
      await notified.tell();
      await builder({ status: 'implementing' });
      await notified.tell();
      expect(notified.shown('Ada')).toMatchObject([
        { title: 'shop: builder-spir-412 is blocked', body: 'In implement, on Ada’s laptop' },
      ]);
      await notified.after(HOUR);
      await builder();
      await notified.tell();
      expect(notified.titles('Ada')).toHaveLength(2);
    });

    it('that is blocked again and again is told once a while, and at its end if it is blocked still', async () => {
      for (let n = 0; n < 5; n += 1) {
        await builder();
        await notified.after(MINUTE);
        await builder({ status: 'implementing' });
        await notified.after(MINUTE);
      }
      expect(notified.titles('Ada')).toHaveLength(1);
      await builder();
      await notified.after(MINUTE);
      expect(notified.titles('Ada')).toHaveLength(1);
      await notified.after(15 * MINUTE);
      expect(notified.titles('Ada')).toHaveLength(2);
    });

    it('that waits at a gate is not told beside the gate', async () => {
      await builder();
      await notified.file(statusFile(), { worktree: '/code/shop/.builders/spir-412' });
      await notified.tell();
      expect(notified.titles('Ada')).toEqual(['shop: Specify → Plan waits']);
    });

    it('that should work and shows no sign of it is stuck; one left behind long ago is not', async () => {
      const last_activity = new Date(notified.now).toISOString();
      await builder({ status: 'implementing', last_activity });
      await builder({
        builder_id: 'builder-old',
        status: 'implementing',
        last_activity: new Date(notified.now - 72 * HOUR).toISOString(),
      });
      await notified.after(HOUR / 2);
      expect(notified.titles('Ada')).toEqual([]);
      await notified.after(HOUR);
      await notified.after(HOUR);
      expect(notified.titles('Ada')).toEqual(['shop: builder-spir-412 shows no sign of working']);
    });
  });

  describe('a person', () => {
    it('is not told of kinds and projects they do not want', async () => {
      const grace = await notified.person('Grace');
      await notified.machine.request(
        'register',
        registration({ projects: ['shop', 'blog'].map((name) => ({ path: `/code/${name}`, name })) }),
      );
      const blog = { instance_id: 'machine-1', project_path: '/code/blog' };
      await prefer({ kinds: { ...UNLESS_SAID.kinds, builder_blocked: false } });
      await prefer({ projects: { mode: 'only', projects: [blog] } }, grace);
      await notified.file();
      await builder({ project_path: '/code/blog' });
      await notified.tell();
      expect(notified.titles('Ada')).toEqual(['shop: Specify → Plan waits']);
      expect(notified.titles('Grace')).toEqual(['blog: builder-spir-412 is blocked']);
      await prefer({ projects: { mode: 'except', projects: [blog] } }, grace);
      await builder({ project_path: '/code/blog', builder_id: 'builder-2' });
      await notified.tell();
      expect(notified.titles('Grace')).toHaveLength(1);
    });

    it('is told after their quiet hours, in one message, what still holds', async () => {
      notified.now = Date.parse('2027-01-15T21:30:00Z');
      await prefer({ quiet_hours: { start: '22:00', end: '07:00', zone: 'Europe/Berlin' } });
      await notified.person('Grace');
      for (const id of ['101', '102', '103']) {
        await notified.file(statusFile({ id }), { status_file: `codev/status/${id}-x.md` });
      }
      await builder();
      await notified.tell();
      expect(notified.titles('Grace')).toHaveLength(1);
      await notified.restart();
      await notified.file(statusFile({ id: '103', status: 'passed' }), {
        status_file: 'codev/status/103-x.md',
      });
      await notified.after(8 * HOUR);
      expect(notified.titles('Ada')).toEqual([]);
      await notified.after(1 * HOUR);
      await notified.after(1 * HOUR);
      expect(notified.titles('Ada')).toEqual(['While it was quiet: 2 gates wait, 1 builder blocked']);
    });
  });

  describe('a device', () => {
    it('is tried again while its push service has trouble', async () => {
      notified.service.answer(500);
      await notified.file();
      await notified.tell();
      await notified.after(5000);
      expect(notified.shown('Ada')).toHaveLength(1);
      await notified.after(10_000);
      expect(notified.shown('Ada')).toHaveLength(2);
      expect(await notified.device(ada)).not.toHaveProperty('problem');
      await notified.after(24 * HOUR);
      expect(notified.shown('Ada')).toHaveLength(2);
    });

    it('is not told late of what was decided meanwhile', async () => {
      notified.service.answer(500);
      await notified.file();
      await notified.tell();
      await notified.file(statusFile({ status: 'passed' }));
      await notified.after(HOUR);
      expect(notified.shown('Ada')).toHaveLength(1);
    });

    it('is removed when its push service says that it is gone', async () => {
      notified.service.answer(410);
      await notified.file();
      await notified.tell();
      await notified.after(HOUR);
      expect(await notified.device(ada)).toBeUndefined();
      expect(notified.service.received).toHaveLength(1);
    });
  });
});
