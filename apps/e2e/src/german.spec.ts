import type { Page } from 'playwright-core';
import { violations } from '../testing/axe.ts';
import { ADA, DESK, newPage, PHONE, signInByLink } from '../testing/browser.ts';
import { leftEnglish, readOn } from '../testing/catalogue.ts';
import { Connector } from '../testing/connector.ts';
import { heading, inboxRow } from '../testing/gate-page.ts';
import { Hq } from '../testing/hq.ts';
import { Repository, statusFile } from '../testing/repository.ts';
import { cleanUp } from '../testing/scratch.ts';

const PAGES = [
  ['/projects', 'Projekte'],
  ['/machines', 'Maschinen'],
  ['/activity', 'Aktivität'],
  ['/insights', 'Einblicke'],
  ['/settings/profile', 'Profil'],
  ['/settings/phone', 'Am Telefon anmelden'],
  ['/settings/sessions', 'Sitzungen'],
  ['/settings/notifications', 'Mitteilungen'],
  ['/settings/appearance', 'Aussehen'],
  ['/settings/keys', 'Schlüssel'],
  ['/settings/webhooks', 'Webhooks'],
  ['/settings/reminders', 'Erinnerungen'],
  ['/settings/audit', 'Prüfprotokoll'],
  ['/settings/people', 'Personen'],
  ['/no-such-page', 'Diese Seite gibt es nicht'],
] as const;

describe('in German', () => {
  let hq: Hq;
  const repository = new Repository('shop');

  beforeAll(async () => {
    for (const id of ['0001', '0002'])
      repository.commit(`codev/status/${id}-project.md`, statusFile({ id, title: `Project ${id}` }));
    hq = await Hq.start();
    await Connector.start(hq, 'laptop', [repository]);
  });
  afterAll(cleanUp);

  const german = { ...DESK, locale: 'de-AT', timezoneId: 'Europe/Vienna' };

  const inOrder = async (page: Page): Promise<void> => {
    expect(leftEnglish(await readOn(page))).toEqual([]);
    expect(await violations(page)).toEqual([]);
  };

  test('a gate is found, approved and followed, and no word of it is English', async () => {
    const page = await signInByLink(hq, ADA, german);
    await inboxRow(page, '0001').waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
    expect(await page.title()).toMatch(/^\(\d\) Eingang · Codev HQ$/);
    await page.getByText('2 Gates warten auf dich, das älteste zuerst').waitFor();
    await inOrder(page);
    await inboxRow(page, '0001').click();
    const approve = page.getByRole('button', { name: 'Freigeben', exact: true });
    await approve.waitFor();
    await page.getByRole('paragraph').filter({ hasText: 'Customers want a break' }).waitFor();
    await inOrder(page);
    const waits = page.getByRole('main').locator('hq-moment time').first();
    await waits.hover();
    await waits.and(page.locator('[title]')).waitFor();
    expect(await waits.getAttribute('title')).toMatch(/^\d{2}\.\d{2}\.\d{4}, \d{2}:\d{2}:\d{2} /);
    await approve.click();
    await heading(page, /^Freigegeben · Commit [0-9a-f]{7}$/).waitFor();
    await inOrder(page);
    await page.getByRole('link', { name: 'Aktivität' }).first().click();
    await heading(page, 'Aktivität').waitFor();
  });

  test('every other page is, too', async () => {
    const page = await signInByLink(hq, ADA, german);
    for (const [path, name] of PAGES) {
      await page.goto(hq.url + path);
      await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
      await page.waitForLoadState('load');
      await inOrder(page);
    }
  });

  test('on a phone its longer words make nothing wider than the screen', async () => {
    const page = await signInByLink(hq, ADA, { ...PHONE, locale: 'de-DE' });
    // A desk has this list beside each of its sections.
    for (const [path, name] of [...PAGES, ['/settings', 'Einstellungen'] as const]) {
      await page.goto(hq.url + path);
      await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect([path, Math.max(0, overflow)]).toEqual([path, 0]);
    }
  });

  test('on a phone both ways to decide can be pressed in all of their words', async () => {
    const page = await signInByLink(hq, ADA, { ...PHONE, locale: 'de-DE' });
    await page.goto(hq.url);
    await inboxRow(page, '0002').click();
    const changes = page.getByRole('button', { name: 'Änderungen verlangen', exact: true });
    await changes.waitFor();
    const beyond = async () => {
      const buttons = await page.locator('hq-decision-panel .actions button').all();
      const ends = await Promise.all(
        buttons.map((button) =>
          button.evaluate((one) => [one.getBoundingClientRect().right, one.scrollWidth - one.clientWidth]),
        ),
      );
      const width = page.viewportSize()?.width ?? 0;
      return ends.filter(([right = 0, cutOff = 0]) => right > width || cutOff > 0);
    };
    for (const width of [390, 360, 320]) {
      await page.setViewportSize({ width, height: 844 });
      expect(await beyond()).toEqual([]);
    }
    await changes.click();
    await page.getByRole('textbox', { name: 'Was soll sich ändern?' }).waitFor();
    for (const width of [320, 360, 390]) {
      await page.setViewportSize({ width, height: 844 });
      expect(await beyond()).toEqual([]);
    }
  });

  test('so is the sign-in, and who reads English fetches no German', async () => {
    const fetched = (page: Page) => {
      const scripts: Promise<boolean>[] = [];
      page.on('response', (response) => {
        if (response.url().endsWith('.js'))
          // What is fetched ahead may be under way when the page closes: that script was not read.
          scripts.push(
            response.text().then(
              (text) => text.includes('Änderungen verlangen'),
              () => false,
            ),
          );
      });
      return async () => (await Promise.all(scripts)).includes(true);
    };
    const stranger = await newPage(german);
    const germanFetched = fetched(stranger);
    await stranger.goto(`${hq.url}/sign-in`);
    await heading(stranger, 'Bei Codev HQ anmelden').waitFor();
    await inOrder(stranger);
    expect(await germanFetched()).toBe(true);

    const reader = await newPage(DESK);
    const anyGerman = fetched(reader);
    await reader.goto(`${hq.url}/sign-in`, { waitUntil: 'networkidle' });
    await heading(reader, 'Sign in to Codev HQ').waitFor();
    expect(await anyGerman()).toBe(false);
  });
});
