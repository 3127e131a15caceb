import { TestBed } from '@angular/core/testing';
import type { NotificationPreferences, NotifiedDevice } from '@codev-hq/protocol';
import { BehaviorSubject, NEVER } from 'rxjs';
import { aSession, aSnapshot } from '../../../testing/factories';
import { FakeHq, json, problem } from '../../../testing/fake-hq';
import { Page } from '../../../testing/page';
import { AppWorker } from '../device/app-worker';

const AT = '2026-11-22T10:00:00.000Z';
const PREFERENCES = 'PUT /api/notifications/preferences';
const NOTHING_CHANGED: NotificationPreferences = {
  kinds: {
    gate_waiting: true,
    builder_blocked: true,
    builder_stuck: true,
    decision_failed: true,
    gate_reminder: true,
  },
  projects: { mode: 'all', projects: [] },
};

function aDevice(overrides: Partial<NotifiedDevice> = {}): NotifiedDevice {
  return {
    ...{ device_id: 'd1', name: 'Safari on iPhone', created_at: AT, endpoint_digest: 'a'.repeat(64) },
    ...overrides,
  };
}

describe('what I am told of', () => {
  let hq: FakeHq;

  beforeEach(() => {
    hq = new FakeHq().install().on('GET /api/session', () => json(aSession()));
    hq.on('GET /api/notifications/preferences', () => json(NOTHING_CHANGED));
    hq.on('GET /api/notifications/devices', () => json([]));
  });

  const open = async () => {
    const page = await Page.open('/settings/notifications');
    hq.stream.opens();
    hq.stream.emits('snapshot', aSnapshot());
    await page.settles();
    return page;
  };
  const tick = async (page: Page, words: string) => {
    const labels = [...page.root.querySelectorAll('label')];
    labels
      .find(({ textContent }) => textContent.includes(words))
      ?.querySelector('input')
      ?.click();
    await page.settles();
  };
  const alert = (page: Page) => page.root.querySelector('[role=alert]')?.textContent;

  describe('and when', () => {
    it('is saved as it was chosen', async () => {
      hq.on(PREFERENCES, () => json(NOTHING_CHANGED));
      const page = await open();
      await tick(page, 'A builder is blocked');
      await tick(page, 'Be quiet every night');
      await page.fills('From', '21:30');
      await page.press('Save');
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      expect(hq.sent(PREFERENCES)[0]?.body).toEqual({
        kinds: { ...NOTHING_CHANGED.kinds, builder_blocked: false },
        projects: NOTHING_CHANGED.projects,
        quiet_hours: { start: '21:30', end: '07:00', zone },
      });
      expect(alert(page)).toBeUndefined();
    });

    it('is not sent with quiet hours that end when they begin', async () => {
      const page = await open();
      await tick(page, 'Be quiet every night');
      await page.fills('Until', '22:00');
      await page.press('Save');
      expect(page.text).toContain('It ends when it begins. Choose another time.');
      expect(hq.sent(PREFERENCES)).toEqual([]);
    });

    it('names the zone of quiet hours that were set elsewhere, and offers this one', async () => {
      hq.on('GET /api/notifications/preferences', () =>
        json({ ...NOTHING_CHANGED, quiet_hours: { start: '20:00', end: '06:00', zone: 'Asia/Tokyo' } }),
      );
      const page = await open();
      expect(page.text).toContain('In the time of Asia/Tokyo.');
      await page.press(`Use ${Intl.DateTimeFormat().resolvedOptions().timeZone}`);
      expect(page.text).not.toContain('Asia/Tokyo');
    });

    it('stays as it was chosen when HQ refuses it, with the reason', async () => {
      hq.on(PREFERENCES, () => problem(400, 'INVALID_MESSAGE', 'There is no such project.'));
      const page = await open();
      await tick(page, 'Be quiet every night');
      await page.press('Save');
      expect(alert(page)).toContain('There is no such project.');
      expect(page.text).toContain('From');
    });
  });

  describe('on my devices', () => {
    it('can be nothing in a browser that cannot be told, which says so', async () => {
      expect((await open()).text).toMatch(/This browser cannot be told|only from https addresses/);
    });

    it('is tried out with a test, whose end is said at the device', async () => {
      hq.on('GET /api/notifications/devices', () => json([aDevice()]));
      hq.on('POST /api/notifications/devices/d1/test', () =>
        json({ at: AT, delivered: false, took_ms: 9, error: 'The push service answered 410.' }),
      );
      const page = await open();
      await page.press('Test');
      expect(page.root.querySelector('.rows')?.textContent).toContain('The push service answered 410.');
    });

    it('ends after a question only', async () => {
      hq.on('GET /api/notifications/devices', () => json([aDevice()]));
      hq.on('DELETE /api/notifications/devices/d1', () => json({}));
      const page = await open();
      const remove = page.root.querySelector<HTMLElement>('[aria-label="Remove Safari on iPhone"]');
      remove?.click();
      await page.settles();
      expect(page.text).toContain('Safari on iPhone gets no more notifications.');
      await page.press('Cancel');
      expect(hq.sent('DELETE /api/notifications/devices/d1')).toEqual([]);
      remove?.click();
      await page.settles();
      hq.on('GET /api/notifications/devices', () => json([]));
      await page.press('Remove');
      expect(hq.sent('DELETE /api/notifications/devices/d1')).toHaveLength(1);
      expect(page.text).not.toContain('Safari on iPhone');
    });

    it('begins here when I say so, and says why it did not', async () => {
      const subscription = new BehaviorSubject<PushSubscription | null>(null);
      const push = { isEnabled: true, subscription, pushSubscriptionChanges: NEVER };
      const requestPermission = () => Promise.resolve('denied');
      Object.assign(globalThis, {
        ...{
          isSecureContext: true,
          PushManager: true,
          Notification: { permission: 'default', requestPermission },
        },
      });
      TestBed.configureTestingModule({ providers: [{ provide: AppWorker, useValue: { push } }] });
      const page = await open();
      await page.press('Turn on notifications here');
      for (const name of ['isSecureContext', 'PushManager', 'Notification'])
        Reflect.deleteProperty(globalThis, name);
      expect(page.text).toContain('The browser was not allowed to show notifications.');
    });
  });
});
