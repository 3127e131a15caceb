import type { Page } from 'playwright-core';
import { ADA, DESK, GRACE, newPage, PHONE, signedIn, signInByLink } from '../testing/browser.ts';
import { Connector } from '../testing/connector.ts';
import { approveButton, committedAs, heading, inboxRow, openGate } from '../testing/gate-page.ts';
import { Hq } from '../testing/hq.ts';
import { Repository, statusFile } from '../testing/repository.ts';
import { cleanUp } from '../testing/scratch.ts';

const BROKEN = '---\nid: "0099"\ngates: [unclosed\n---\n';

describe('the pages', () => {
  let hq: Hq;
  const repository = new Repository('shop');

  beforeAll(async () => {
    for (const id of ['0001', '0002', '0003'])
      repository.commit(`codev/status/${id}-project.md`, statusFile({ id, title: `Project ${id}` }));
    repository.commit('codev/status/0099-broken.md', BROKEN);
    hq = await Hq.start();
    await Connector.start(hq, 'laptop', [repository]);
  });
  afterAll(cleanUp);

  test('a sign-in link works once; used again it says how to get a new one', async () => {
    const link = await hq.link(ADA.name, ADA.email);
    const page = await newPage();
    await page.goto(link);
    await heading(page, 'Inbox').waitFor();
    expect(page.url()).toBe(`${hq.url}/`);

    const other = await newPage();
    await other.goto(link);
    await other.getByText('It was used already, or is older than 15 minutes.').waitFor();
    await other.getByText('main.js link --name').waitFor();
  });

  test('S2: without a session every page leads to the sign-in', async () => {
    const page = await newPage();
    for (const path of ['/', '/projects', '/gate/anything']) {
      await page.goto(hq.url + path);
      await page.waitForURL(/\/sign-in/);
    }
  });

  test('signing out ends the session', async () => {
    const page = await signInByLink(hq, GRACE);
    await page.getByRole('button', { name: 'Account of Grace Hopper' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(/\/sign-in/);
    await page.goto(`${hq.url}/projects`);
    await page.waitForURL(/\/sign-in/);
  });

  test('on a phone a gate is found, read and approved, and nothing is wider than the screen', async () => {
    const page = await signedIn(hq, ADA, PHONE);
    await inboxRow(page, '0001').waitFor();
    expect(await overflow(page)).toBe(0);
    await inboxRow(page, '0001').tap();
    await documentRead(page);
    expect(await overflow(page)).toBe(0);
    await approveButton(page).tap();
    await committedAs(page);
    await page.getByRole('link', { name: 'Projects' }).tap();
    await heading(page, 'Projects').waitFor();
    expect(await overflow(page)).toBe(0);
  });

  test('with the keyboard alone a gate is found, commented and approved', async () => {
    const page = await signedIn(hq, ADA);
    await inboxRow(page, '0002').waitFor();
    await tabTo(page, () => inboxRow(page, '0002').evaluate((link) => link === document.activeElement));
    await page.keyboard.press('Enter');
    await approveButton(page).waitFor();
    await tabTo(page, () => page.getByLabel('Comment').evaluate((field) => field === document.activeElement));
    await page.keyboard.type('Looks good: go on.');
    await tabTo(page, () => approveButton(page).evaluate((button) => button === document.activeElement));
    await page.keyboard.press('Enter');
    await committedAs(page);
    expect(repository.approvals()[0]?.body).toContain('> Looks good: go on.');
  });

  test('a broken status file is shown with its problem and its line', async () => {
    const page = await signedIn(hq, ADA);
    await page.getByRole('link', { name: 'Projects' }).click();
    await page.getByText('Cannot be read in full').waitFor();
    await page.getByText(/0099-broken\.md:\d/).waitFor();
  });

  test('no page says anything on the browser’s console or breaks the content security policy', async () => {
    const said: string[] = [];
    const page = await newPage({ ...DESK, serviceWorkers: 'allow' });
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) said.push(message.text());
    });
    page.on('pageerror', (error) => said.push(error.message));
    await page.goto(await hq.link(ADA.name, ADA.email));
    await openGate(page, '0003');
    await documentRead(page);
    for (const name of ['Projects', 'Machines', 'Activity', 'Insights']) {
      await page.getByRole('link', { name }).click();
      await heading(page, name).waitFor();
    }
    await page.getByRole('img', { name: /^Decisions/ }).waitFor();
    expect(said).toEqual([]);
  });
});

/** The status file's text, rendered. */
async function documentRead(page: Page): Promise<void> {
  await page.getByRole('paragraph').filter({ hasText: 'Customers want a break' }).waitFor();
}

async function tabTo(page: Page, there: () => Promise<boolean>): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    if (await there()) return;
  }
  throw new Error('The Tab key does not lead there.');
}

async function overflow(page: Page): Promise<number> {
  return page.evaluate(() =>
    Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth),
  );
}
