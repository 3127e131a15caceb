import type { BrowserContextOptions, CDPSession, Page } from 'playwright-core';
import { ADA, DESK, PHONE, signInByLink } from '../testing/browser.ts';
import { Connector } from '../testing/connector.ts';
import { approveButton, inboxRow } from '../testing/gate-page.ts';
import { Hq } from '../testing/hq.ts';
import { Repository, statusFile } from '../testing/repository.ts';
import { cleanUp } from '../testing/scratch.ts';
import { until } from '../testing/until.ts';

describe('the dashboard as an app of its own', () => {
  let hq: Hq;
  const repository = new Repository('shop');

  beforeAll(async () => {
    repository.commit('codev/status/0068-pause.md', statusFile());
    hq = await Hq.start();
    await Connector.start(hq, 'laptop', [repository]);
  });
  afterAll(cleanUp);

  const installed = async (device: BrowserContextOptions = DESK): Promise<Page> => {
    const page = await signInByLink(hq, ADA, { ...device, serviceWorkers: 'allow' });
    await inboxRow(page, '0068').waitFor();
    await page.evaluate(async () => navigator.serviceWorker.ready);
    await until('the worker to have kept the app', async () => keptApp(page));
    return page;
  };

  test('Chromium finds nothing that would keep it from being installed', async () => {
    const page = await installed(PHONE);
    const cdp = await page.context().newCDPSession(page);
    const { url, errors } = await cdp.send('Page.getAppManifest');
    expect(url).toBe(`${hq.url}/manifest.webmanifest`);
    expect(errors).toEqual([]);
    const { installabilityErrors } = await cdp.send('Page.getInstallabilityErrors');
    expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
  });

  test('nothing that HQ says is in a cache, and the worker sees none of it', async () => {
    const page = await installed();
    const answers: { path: string; byWorker: boolean }[] = [];
    page.on('response', (response) => {
      answers.push({ path: new URL(response.url()).pathname, byWorker: response.fromServiceWorker() });
    });
    await page.reload();
    await inboxRow(page, '0068').waitFor();
    const api = answers.filter(({ path }) => /^\/(api|health)/.test(path));
    expect(api.map(({ path }) => path)).toEqual(expect.arrayContaining(['/api/session', '/api/events']));
    expect(api.filter(({ byWorker }) => byWorker)).toEqual([]);
    expect(answers.find(({ path }) => path === '/')?.byWorker).toBe(true);
    const kept = await page.evaluate(async () => {
      const names = await caches.keys();
      const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return all.flat().map(({ url }) => new URL(url).pathname);
    });
    expect(kept.filter((path) => /^\/(api|ws|health|sign-in)/.test(path))).toEqual([]);
  });

  test('opened without HQ it shows what was true last, marked as old, and comes back with HQ', async () => {
    const page = await installed();
    await until('the state to be kept', async () => keptGates(page));
    await hq.stop();
    await page.reload();
    await page.getByText(/As of \d.*: HQ cannot be reached\./).waitFor();
    await inboxRow(page, '0068').waitFor();
    await hq.start();
    // The page tries by itself too, and may be back before the button is reached.
    const old = page.getByText(/As of \d.*: HQ cannot be reached\./);
    const pressed = page
      .getByRole('button', { name: 'Try now' })
      .click()
      .catch(() => undefined);
    await Promise.race([pressed, old.waitFor({ state: 'detached' })]);
    await old.waitFor({ state: 'detached' });
    await inboxRow(page, '0068').waitFor();
  });

  test('without a network nothing can be decided, and nothing is sent later by itself', async () => {
    const page = await installed();
    await inboxRow(page, '0068').click();
    await approveButton(page).waitFor();
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') asked.push(request.url());
    });
    await page.context().setOffline(true);
    await page.getByText('so nothing can be decided now').waitFor();
    expect(await approveButton(page).getAttribute('aria-disabled')).toBe('true');
    await approveButton(page).click({ force: true });
    await page.keyboard.press('a');
    await page.keyboard.press('Enter');
    await page.context().setOffline(false);
    await page.getByText('so nothing can be decided now').waitFor({ state: 'detached' });
    expect(asked.filter((url) => url.endsWith('/api/approve'))).toEqual([]);
    expect(await hq.decisions()).toEqual([]);
    expect(await approveButton(page).getAttribute('aria-disabled')).toBeNull();
  });

  test('signing out leaves nothing of it on the device', async () => {
    const page = await installed();
    await until('the state to be kept', async () => keptGates(page));
    await page.getByRole('button', { name: 'Account of Ada Lovelace' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(/\/sign-in/);
    await until('the state to be gone', async () => !(await keptGates(page)));
  });

  test('a worker that has lost its files is replaced by a new one', async () => {
    const page = await installed();
    await page.evaluate(async () => {
      for (const name of await caches.keys()) await caches.delete(name);
    });
    const cdp = await page.context().newCDPSession(page);
    await stopWorkers(cdp);
    await page.reload();
    await inboxRow(page, '0068').waitFor();
    await page.reload();
    await inboxRow(page, '0068').waitFor();
    expect(await page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated');
  });
});

/** Whether the worker has every file that it promises to keep: it is of no use, and no harm, until then. */
async function keptApp(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const promised = (await (await fetch('/ngsw.json')).json()) as { assetGroups: { urls: string[] }[] };
    const names = await caches.keys();
    const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    const paths = new Set(kept.flat().map(({ url }) => new URL(url).pathname));
    return promised.assetGroups[0]?.urls.every((url) => paths.has(url)) === true;
  });
}

/** Whether this device holds a state with a gate in it. */
async function keptGates(page: Page): Promise<boolean> {
  return page.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        const opening = indexedDB.open('codev-hq.read-here');
        opening.onsuccess = () => {
          const asked = opening.result.transaction('state').objectStore('state').get('newest');
          asked.onsuccess = () => {
            opening.result.close();
            resolve(JSON.stringify(asked.result ?? '').includes('gate_id'));
          };
        };
      }),
  );
}

/** As the browser does with one that has nothing to do. */
async function stopWorkers(cdp: CDPSession): Promise<void> {
  await cdp.send('ServiceWorker.enable');
  await cdp.send('ServiceWorker.stopAllWorkers');
}
