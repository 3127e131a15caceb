import type { Page, Route } from 'playwright-core';
import { ADA, GRACE, signedIn, type Person } from '../testing/browser.ts';
import { Connector } from '../testing/connector.ts';
import { APPROVED_AS, approveButton, inboxRow, openGate } from '../testing/gate-page.ts';
import { Hq } from '../testing/hq.ts';
import { Repository, statusFile } from '../testing/repository.ts';
import { cleanUp } from '../testing/scratch.ts';
import { until } from '../testing/until.ts';

const FILE = 'codev/status/0068-pause.md';

describe('two machines and two people at once', () => {
  let hq: Hq;
  let pages: [Page, Page];
  const laptop = new Repository('shop');
  const tower = new Repository('shop');
  const people: [Person, Person] = [ADA, GRACE];

  beforeAll(async () => {
    laptop.commit(FILE, statusFile({ id: '0068', title: 'Pause a subscription' }));
    tower.commit(FILE, statusFile({ id: '0071', title: 'Invoice numbers' }));
    hq = await Hq.start();
    await Promise.all([Connector.start(hq, 'laptop', [laptop]), Connector.start(hq, 'tower', [tower])]);
    pages = [await signedIn(hq, ADA), await signedIn(hq, GRACE)];
  });
  afterAll(cleanUp);

  test('S12: the same file on two machines is two rows in both browsers', async () => {
    for (const page of pages) {
      await inboxRow(page, '0068').waitFor();
      await inboxRow(page, '0071').waitFor();
      expect(await page.getByRole('article').count()).toBe(2);
    }
  });

  test('S7: both approve at the same moment: one wins, the other sees who, and there is one commit', async () => {
    for (const page of pages) await openGate(page, '0068');
    const letGo = await holdApprovals(pages);
    await Promise.all(pages.map((page) => approveButton(page).click()));
    await letGo();

    const [commit] = await until('the commit', () => {
      const commits = laptop.approvals();
      return commits.length > 0 && commits;
    });
    const winner = people.find(({ name }) => commit?.author.startsWith(name));
    expect(commit?.author).toBe(`${winner?.name ?? ''} <${winner?.email ?? ''}>`);
    for (const page of pages) {
      await page.getByText(`Approved by ${winner?.name ?? ''},`).waitFor();
      await page.getByRole('heading', { name: APPROVED_AS }).waitFor();
    }
    const second = pages[winner === ADA ? 1 : 0];
    await second.getByText(`Somebody decided first. ${winner?.name ?? ''} approved this gate`).waitFor();
    expect(laptop.approvals()).toHaveLength(1);
    expect(await hq.decisions()).toEqual([
      expect.objectContaining({
        state: 'applied',
        approver: expect.objectContaining({ name: winner?.name }),
      }),
    ]);
  });

  test('the other machine’s gate still waits, and its repository is untouched', async () => {
    for (const page of pages) {
      await page
        .getByRole('link', { name: /^Inbox/ })
        .first()
        .click();
      await inboxRow(page, '0071').waitFor();
    }
    expect(
      (await hq.waiting()).map(({ project_id, instance_name }) => `${instance_name} ${project_id}`),
    ).toEqual(['tower 0071']);
    expect(tower.git('log', '--format=%s')).toBe(`Add ${FILE}\nBegin\n`);
    expect(tower.git('status', '--porcelain')).toBe('');
  });
});

/**
 * Live updates are so quick that the second person would never get to click. The answer lets all requests go at the
 * same moment, once every page has asked.
 */
async function holdApprovals(pages: readonly Page[]): Promise<() => Promise<void>> {
  const asked: Promise<Route>[] = [];
  for (const page of pages) {
    const { promise, resolve } = Promise.withResolvers<Route>();
    await page.route('**/api/approve', resolve);
    asked.push(promise);
  }
  return async () => {
    const routes = await Promise.all(asked);
    await Promise.all(routes.map((route) => route.continue()));
  };
}
