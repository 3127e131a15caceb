import type { Page } from 'playwright-core';
import { ADA, PHONE, signedIn } from '../testing/browser.ts';
import { Connector } from '../testing/connector.ts';
import { APPROVED_AS, approveButton, heading, inboxRow } from '../testing/gate-page.ts';
import { Hq } from '../testing/hq.ts';
import { Repository, statusFile } from '../testing/repository.ts';
import { cleanUp } from '../testing/scratch.ts';
import { until } from '../testing/until.ts';

const FILES = [
  ['laptop', '0001', 'Pause a subscription', 'specify_to_plan'],
  ['laptop', '0002', 'Invoice numbers', 'plan_to_implement'],
  ['tower', '0003', 'Rate limits', 'specify_to_plan'],
] as const;

let hq: Hq;
let laptop: Connector;

beforeEach(async () => {
  hq = await Hq.start();
  for (const name of ['laptop', 'tower']) {
    const repository = new Repository(name === 'laptop' ? 'shop' : 'billing');
    for (const [, id, title, gate] of FILES.filter(([machine]) => machine === name))
      repository.commit(`codev/status/${id}.md`, statusFile({ id, title, gate }));
    const connector = await Connector.start(hq, name, [repository]);
    if (name === 'laptop') laptop = connector;
  }
  await until('all gates to wait', async () => (await hq.waiting()).length === FILES.length);
});
afterEach(cleanUp);

const rows = (page: Page) => page.locator('.waiting article');
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent.trim() ?? '');
const query = (page: Page) => new URL(page.url()).search;

test('the keys walk the rows, open a gate, and come back to its row', async () => {
  const page = await signedIn(hq, ADA);
  await rows(page).nth(2).waitFor();
  const titles = await page.locator('.waiting a.open').allInnerTexts();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  expect(await focused(page)).toBe(titles[1]);
  await page.keyboard.press('k');
  expect(await focused(page)).toBe(titles[0]);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await approveButton(page).waitFor();
  await page.goBack();
  await rows(page).nth(2).waitFor();
  await page.keyboard.press('j');
  expect(await focused(page)).toBe(titles[2]);
});

test('a and r open the gate to be read with what is wanted ready, and decide nothing', async () => {
  const page = await signedIn(hq, ADA);
  await rows(page).nth(2).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('a');
  await until('Approve to be ready', () =>
    approveButton(page).evaluate((it) => it === document.activeElement),
  );
  await page.waitForURL((url) => url.pathname.startsWith('/gate/') && url.search === '');
  await page.goBack();
  await rows(page).nth(2).waitFor();
  await page.keyboard.press('r');
  await page.waitForURL((url) => url.pathname.startsWith('/gate/') && url.search === '');
  await until('the field for words to be ready', () =>
    page.evaluate(() => document.activeElement?.tagName === 'TEXTAREA'),
  );
  expect(await hq.decisions()).toEqual([]);
});

test('the field for words is where it can be seen, also on a page that is zoomed to twice its size', async () => {
  const page = await signedIn(hq, ADA, { viewport: { width: 720, height: 450 } });
  await rows(page).nth(2).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('r');
  await page.waitForURL((url) => url.pathname.startsWith('/gate/') && url.search === '');
  const field = page.getByRole('textbox');
  const isSeen = () =>
    field.evaluate((it) => {
      const { top, bottom } = it.getBoundingClientRect();
      return it === document.activeElement && top >= 0 && bottom <= innerHeight;
    });
  await page.locator('hq-file-facts').waitFor();
  await until('the field to be seen', isSeen);
  await page.locator('hq-file-facts').scrollIntoViewIfNeeded();
  await page.evaluate(() => scrollTo(0, 0));
  expect(await isSeen()).toBe(false);
  await page.getByRole('button', { name: 'Request changes' }).click();
  await until('the field to be seen again', isSeen);
});

test('? lists the keys of the page, and Ctrl-K finds a gate by a few letters', async () => {
  const page = await signedIn(hq, ADA);
  await rows(page).nth(2).waitFor();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await sheet.getByText('Open it to read and approve').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find or do something' }).waitFor();
  await page.keyboard.type('ratel');
  await page.keyboard.press('Enter');
  await heading(page, 'Move from specify to plan?').waitFor();
  await page.getByText('Rate limits').first().waitFor();
});

test('filters and groups are in the address, are remembered, and can be lifted', async () => {
  const page = await signedIn(hq, ADA);
  await rows(page).nth(2).waitFor();
  await page.getByLabel('Machine').selectOption({ label: 'tower' });
  await until('one row', async () => (await rows(page).count()) === 1);
  expect(query(page)).toContain('machine=');
  await page.getByRole('link', { name: 'Projects' }).click();
  await page.getByRole('heading', { name: 'Projects', level: 1 }).waitFor();
  await page
    .getByRole('link', { name: /^Inbox/ })
    .first()
    .click();
  await until('the filter to be remembered', async () => (await rows(page).count()) === 1);
  await page.locator('label', { hasText: 'Mine' }).click();
  await page.getByText('Nothing here waits for you').waitFor();
  await page.getByRole('main').getByRole('button', { name: 'Show all' }).last().click();
  await rows(page).nth(2).waitFor();
  await page.getByLabel('Groups').selectOption({ label: 'By machine' });
  await page.getByRole('heading', { name: /^laptop/ }).waitFor();
  expect(await page.locator('h3.group').allInnerTexts()).toEqual([
    expect.stringMatching(/^laptop\s+2$/),
    expect.stringMatching(/^tower\s+1$/),
  ]);
  expect(query(page)).toBe('?group=machine');
});

test('a row drawn aside with a finger leads to the gate, ready to be approved', async () => {
  const page = await signedIn(hq, ADA, PHONE);
  await inboxRow(page, '0001').waitFor();
  const row = page.getByRole('article').filter({ hasText: '0001' });
  const box = await row.boundingBox();
  const touch = await page.context().newCDPSession(page);
  await touch.send('Input.synthesizeScrollGesture', {
    x: (box?.x ?? 0) + 250,
    y: (box?.y ?? 0) + 30,
    xDistance: -220,
    yDistance: 0,
    gestureSourceType: 'touch',
    speed: 1200,
  });
  const way = row.getByRole('link', { name: 'Read, then approve' });
  await until('it to be drawn aside', async () => ((await way.boundingBox())?.x ?? 390) < 390);
  await way.tap();
  await approveButton(page).waitFor();
  await page.waitForURL((url) => url.pathname.startsWith('/gate/') && url.search === '');
  expect(await hq.decisions()).toEqual([]);
});

test('the tab counts what waits, and a toast says what is true of a decision until it is done', async () => {
  const page = await signedIn(hq, ADA);
  await inboxRow(page, '0001').click();
  await approveButton(page).waitFor();
  expect(await page.title()).toMatch(/^\(3\) /);
  await laptop.stop();
  await laptop.offline();
  await approveButton(page).click();
  await heading(page, 'Recorded at HQ').waitFor();
  await page.locator('a.back').click();
  const toast = page.locator('hq-toast');
  await toast.getByText('laptop is offline. It will be delivered when laptop is back.').waitFor();
  expect(await page.title()).toBe('(2) Inbox · Codev HQ');
  await laptop.start();
  await toast.getByText(/^Committed as [0-9a-f]{7}$/).waitFor();
});

test('when nothing waits it says so, and when the last gate was decided', async () => {
  const page = await signedIn(hq, ADA);
  await rows(page).nth(2).waitFor();
  for (const left of [2, 1, 0]) {
    await page.locator('.waiting a.open').first().click();
    await approveButton(page).click();
    await heading(page, APPROVED_AS).waitFor();
    await page.locator('a.back').click();
    await until(`${left} to be left`, async () => (await rows(page).count()) === left);
  }
  await heading(page, 'All clear').waitFor();
  await page.getByText('The last gate was decided').waitFor();
  expect(await page.title()).toBe('Inbox · Codev HQ');
});
