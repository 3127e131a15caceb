import { TestBed } from '@angular/core/testing';
import { BehaviorSubject, NEVER } from 'rxjs';
import { aSession, aSignIn, aSnapshot } from '../../../testing/factories';
import { FakeHq, json, problem } from '../../../testing/fake-hq';
import { Page } from '../../../testing/page';
import { Session } from '../hq-client/session';
import { AppWorker } from './app-worker';
import { Push } from './push';
import { digestOfText } from './push-ability';

const ENDPOINT = 'https://push.example.org/1';
const DEVICES = 'POST /api/notifications/devices';

/** Angular's side of push; a browser's own runs in the end-to-end tests. */
class FakePush {
  readonly isEnabled = true;
  readonly subscription = new BehaviorSubject<PushSubscription | null>(aSubscription());
  readonly pushSubscriptionChanges = NEVER;

  requestSubscription(): Promise<PushSubscription> {
    const subscription = aSubscription();
    this.subscription.next(subscription);
    return Promise.resolve(subscription);
  }
}

function aSubscription(endpoint = ENDPOINT): PushSubscription {
  const subscription = {
    endpoint,
    options: { applicationServerKey: null },
    toJSON: () => ({ endpoint, keys: {} }),
    unsubscribe: () => Promise.resolve(true),
  };
  return subscription as unknown as PushSubscription;
}

describe('a browser that is told', () => {
  let hq: FakeHq;
  let push: FakePush;
  let digest: string;

  beforeEach(async () => {
    digest = await digestOfText(ENDPOINT);
    hq = new FakeHq().install();
    hq.on('GET /api/session', () => json(aSession()));
    hq.on('POST /api/session', () => json(aSignIn()));
    hq.on('DELETE /api/session', () => json(null));
    hq.on('GET /api/notifications/key', () => json({ public_key: 'BKey' }));
    hq.on(DEVICES, () =>
      json({ device_id: 'd1', name: 'Here', created_at: new Date(0).toISOString(), endpoint_digest: digest }),
    );
    push = new FakePush();
    Object.assign(globalThis, {
      isSecureContext: true,
      PushManager: true,
      Notification: { permission: 'granted' },
    });
    TestBed.configureTestingModule({ providers: [{ provide: AppWorker, useValue: { push } }] });
  });
  afterEach(() => {
    localStorage.clear();
    for (const name of ['isSecureContext', 'PushManager', 'Notification'])
      Reflect.deleteProperty(globalThis, name);
  });

  const toldFor = (person_id: string) =>
    localStorage.setItem('codev-hq.push', JSON.stringify({ person_id, endpoint_digest: digest }));
  const open = async () => {
    const page = await Page.open('/');
    hq.stream.opens();
    hq.stream.emits('snapshot', aSnapshot());
    // What the frame does once the browser is quiet.
    TestBed.inject(Push);
    await page.settles();
    return page;
  };

  it('says so to HQ once when the page is opened, and not with everything that happens there', async () => {
    toldFor('p1');
    const page = await open();
    push.subscription.next(aSubscription());
    await page.settles();
    expect(hq.sent(DEVICES)).toMatchObject([{ body: { endpoint: ENDPOINT, language: 'en' } }]);
  });

  it('says so again after each sign-in: HQ had forgotten it with the session before', async () => {
    toldFor('p1');
    const page = await open();
    const session = TestBed.inject(Session);
    await page.until(() => hq.sent(DEVICES).length === 1);
    for (const times of [2, 3]) {
      await session.signOut();
      await page.settles();
      await session.signIn('a link’s token');
      await page.until(() => hq.sent(DEVICES).length === times);
    }
  });

  it('says nothing of it for somebody else who signs in there, or where nobody turned it on', async () => {
    toldFor('p2');
    const page = await open();
    localStorage.clear();
    push.subscription.next(aSubscription());
    await page.settles();
    expect(hq.sent(DEVICES)).toEqual([]);
  });

  it('tries again with the next sign-in when HQ could not be told', async () => {
    toldFor('p1');
    hq.on(DEVICES, () => problem(500, 'INTERNAL', 'The disk is full.'));
    const page = await open();
    await TestBed.inject(Session).signOut();
    await page.settles();
    await TestBed.inject(Session).signIn('a link’s token');
    await page.until(() => hq.sent(DEVICES).length >= 2);
  });
});
