import { TestBed } from '@angular/core/testing';
import type { UnrecoverableStateEvent, VersionEvent } from '@angular/service-worker';
import { Subject } from 'rxjs';
import { aSession, aSnapshot } from '../../../testing/factories';
import { FakeHq, json } from '../../../testing/fake-hq';
import { Page } from '../../../testing/page';
import { AppWorker } from './app-worker';

const READY: VersionEvent = {
  type: 'VERSION_READY',
  currentVersion: { hash: 'old' },
  latestVersion: { hash: 'new' },
};

/** Angular's side of the worker; the worker itself runs in the end-to-end tests. */
class FakeWorker {
  readonly isEnabled = true;
  readonly versionUpdates = new Subject<VersionEvent>();
  readonly unrecoverable = new Subject<UnrecoverableStateEvent>();
  checks = 0;

  checkForUpdate(): Promise<boolean> {
    this.checks += 1;
    return Promise.resolve(false);
  }
  activateUpdate(): Promise<boolean> {
    return Promise.resolve(true);
  }
}

describe('a newer HQ', () => {
  let hq: FakeHq;
  let worker: FakeWorker;
  let unregistered: number;

  beforeEach(() => {
    hq = new FakeHq().install().on('GET /api/session', () => json(aSession()));
    worker = new FakeWorker();
    unregistered = 0;
    const registration = { unregister: () => Promise.resolve((unregistered += 1) > 0) };
    const container = { controller: {}, getRegistrations: () => Promise.resolve([registration]) };
    Object.defineProperty(navigator, 'serviceWorker', { value: container, configurable: true });
    Object.assign(globalThis, { caches: { keys: () => Promise.resolve([]) } });
    TestBed.configureTestingModule({ providers: [{ provide: AppWorker, useValue: { updates: worker } }] });
  });
  afterEach(() => Reflect.deleteProperty(navigator, 'serviceWorker'));

  /** The worker is begun once the page was read for a while. */
  const open = async () => {
    jest.useFakeTimers();
    const opening = Page.open('/');
    await jest.advanceTimersByTimeAsync(4000);
    jest.useRealTimers();
    const page = await opening;
    hq.stream.opens();
    hq.stream.emits('snapshot', aSnapshot());
    await page.settles();
    return page;
  };

  it('is told once it is fetched, in one notice, and stays told', async () => {
    const page = await open();
    expect(page.button('Reload the page')).toBeNull();
    worker.versionUpdates.next(READY);
    worker.versionUpdates.next({ type: 'NO_NEW_VERSION_DETECTED', version: { hash: 'new' } });
    hq.stream.emits('gate', { gate: 'something new' });
    await page.settles();
    expect(page.root.querySelectorAll('hq-notices hq-notice')).toHaveLength(1);
    expect(page.text).toContain('What you see here may be incomplete until you reload it');
  });

  it('is looked for when HQ comes back, not each time it is live', async () => {
    const page = await open();
    expect(worker.checks).toBe(0);
    hq.stream.breaks();
    await page.settles();
    hq.stream.opens();
    await page.settles();
    expect(worker.checks).toBe(1);
  });

  it('heals a worker that has lost its files: it goes, and the page is offered anew', async () => {
    const page = await open();
    worker.unrecoverable.next({ type: 'UNRECOVERABLE_STATE', reason: 'main.js is gone' });
    await page.settles();
    expect(unregistered).toBe(1);
    expect(page.button('Reload the page')).not.toBeNull();
  });
});
