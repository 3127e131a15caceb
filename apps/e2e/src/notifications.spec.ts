import type { CDPSession, Page } from 'playwright-core';
import { ADA, DESK, signInByLink } from '../testing/browser.ts';
import { Connector } from '../testing/connector.ts';
import { approveButton, inboxRow } from '../testing/gate-page.ts';
import { Hq } from '../testing/hq.ts';
import { PushService } from '../testing/push-service.ts';
import { Repository, statusFile } from '../testing/repository.ts';
import { cleanUp } from '../testing/scratch.ts';
import { until } from '../testing/until.ts';

/** What a browser knows of a notification that it shows. */
interface ShownNotification {
  readonly title: string;
  readonly body: string;
  readonly icon: string;
  readonly badge: string;
  readonly tag: string;
}

/** The page's worker, by the number that the browser gives it. */
async function workerOf(cdp: CDPSession, hq: Hq): Promise<string> {
  const found = new Promise<string>((resolve) => {
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const mine = registrations.find(({ scopeURL }) => scopeURL === `${hq.url}/`);
      if (mine) resolve(mine.registrationId);
    });
  });
  await cdp.send('ServiceWorker.enable');
  return found;
}

const shown = (page: Page) =>
  page.evaluate(async (): Promise<ShownNotification | undefined> => {
    const [first] = await (await navigator.serviceWorker.ready).getNotifications();
    if (!first) return undefined;
    const { title, body, icon, tag } = first;
    return { title, body, icon, badge: String(Reflect.get(first, 'badge')), tag };
  });

describe('a notification', () => {
  let hq: Hq;
  let service: PushService;
  const repository = new Repository('shop');

  beforeAll(async () => {
    repository.commit('README.md', '# Shop\n');
    hq = await Hq.start({ CODEV_HQ_PUSH_OWN_NETWORK: '1' });
    service = await PushService.start();
    await Connector.start(hq, 'laptop', [repository]);
  });
  afterAll(cleanUp);

  test('of a gate that starts waiting is shown by the worker, and a tap opens that gate', async () => {
    const page = await signInByLink(hq, ADA, {
      ...DESK,
      serviceWorkers: 'allow',
      permissions: ['notifications'],
    });
    await page.evaluate(async () => navigator.serviceWorker.ready);
    // From now on it is this page's worker, which may send it elsewhere.
    await page.reload();
    await until('the page to have its worker', async () =>
      page.evaluate(() => navigator.serviceWorker.controller !== null),
    );
    await service.add(page);
    repository.commit('codev/status/0068-pause.md', statusFile());
    await inboxRow(page, '0068').waitFor();

    // Chromium opens its book of notifications when it is first asked, and then drops from it what it does not show
    // yet: one that comes at the same moment would be lost to who looks for it.
    expect(await shown(page)).toBeUndefined();
    const cdp = await page.context().newCDPSession(page);
    const registrationId = await workerOf(cdp, hq);
    const data = await service.message();
    await cdp.send('ServiceWorker.deliverPushMessage', { origin: hq.url, registrationId, data });
    const [gate] = await hq.waiting();
    expect(await until('the notification to be shown', async () => shown(page))).toEqual({
      title: 'shop: Specify → Plan waits',
      body: expect.stringContaining('0068'),
      icon: `${hq.url}/icons/icon-192.png`,
      badge: `${hq.url}/icons/badge-96.png`,
      tag: gate!.gate_id,
    });

    const [worker] = page.context().serviceWorkers();
    await worker!.evaluate(async () => {
      const { registration } = globalThis as unknown as { registration: ServiceWorkerRegistration };
      const [notification] = await registration.getNotifications();
      const Tap = Reflect.get(globalThis, 'NotificationEvent') as new (type: string, init: object) => Event;
      dispatchEvent(new Tap('notificationclick', { notification }));
    });
    await page.waitForURL(`${hq.url}/gate/${gate!.gate_id}`);
    await approveButton(page).waitFor();
    expect(await shown(page)).toBeUndefined();
  });

  test('is in German for whoever reads German', async () => {
    const page = await signInByLink(hq, ADA, { ...DESK, locale: 'de-AT' });
    const germanService = await PushService.start();
    await germanService.add(page);
    repository.commit('codev/status/0069-resume.md', statusFile({ id: '0069' }));
    expect(JSON.parse(await germanService.message())).toMatchObject({
      notification: {
        title: 'shop: Specify → Plan wartet',
        body: expect.stringMatching(/^0069 .*, auf laptop$/),
      },
    });
  });
});
