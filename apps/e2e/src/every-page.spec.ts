import type { Page } from 'playwright-core';
import { violationsInBothThemes } from '../testing/axe.ts';
import { ADA, DESK, newPage, PHONE, signedIn } from '../testing/browser.ts';
import { Connector } from '../testing/connector.ts';
import { approveButton, committedAs, heading, inboxRow, openGate } from '../testing/gate-page.ts';
import { Hq } from '../testing/hq.ts';
import { Repository, statusFile } from '../testing/repository.ts';
import { cleanUp } from '../testing/scratch.ts';
import { until } from '../testing/until.ts';

let hq: Hq;
let decision: string;
let project: string;
let gate: string;

beforeAll(async () => {
  hq = await Hq.start();
  const repository = new Repository('shop');
  for (const id of ['0001', '0002', '0003'])
    repository.commit(`codev/status/${id}.md`, statusFile({ id, title: `A rather long title for ${id}` }));
  repository.commit('codev/status/0099-broken.md', '---\nid: "0099"\ngates: [unclosed\n---\n');
  await Connector.start(hq, 'laptop', [repository]);
  const page = await signedIn(hq, ADA);
  await openGate(page, '0001');
  await approveButton(page).click();
  await committedAs(page);
  const [made] = await hq.decisions();
  if (!made) throw new Error('HQ knows of no decision.');
  decision = made.decision_id;
  gate = `/gate/${(await hq.waiting())[0]?.gate_id}`;
  project = `/projects/${made.instance_id}/shop/0001`;
});
afterAll(cleanUp);

/** Every page that is no page of the settings, and what is there once it has all come. */
const PAGES: Record<string, (page: Page) => Promise<unknown>> = {
  '/': (page) => inboxRow(page, '0002').waitFor(),
  '/?show=mine&kind=nothing': (page) => heading(page, 'Nothing here waits for you').waitFor(),
  gate: async (page) => {
    await approveButton(page).waitFor();
    await page.getByRole('paragraph').filter({ hasText: 'Customers want a break' }).waitFor();
  },
  '/projects': (page) => page.getByText('Cannot be read in full').waitFor(),
  '/projects?view=list': (page) => page.locator('hq-project-list li').first().waitFor(),
  '/projects?q=nothing': (page) => heading(page, 'No project fits').waitFor(),
  '/projects?show=archived': (page) => heading(page, 'Nothing is archived yet').waitFor(),
  project: (page) => page.locator('hq-timeline-figure').waitFor(),
  '/machines': (page) => page.locator('hq-machine-row').first().waitFor(),
  '/machines?q=nothing': (page) => heading(page, 'No machine fits').waitFor(),
  '/insights': (page) => page.getByRole('img', { name: /^Decisions/ }).waitFor(),
  '/insights?by=approver&days=365': (page) => page.getByRole('img', { name: /^Decisions/ }).waitFor(),
  'insights as tables': async (page) => {
    const decisions = page.getByRole('group', { name: 'Decisions' });
    await decisions.getByRole('button', { name: 'As table' }).click();
    await decisions.getByRole('table').waitFor();
  },
  '/activity': (page) => page.locator('hq-activity-row').first().waitFor(),
  decision: (page) => heading(page, 'Commit and proof').waitFor(),
  '/no-such-page': (page) => heading(page, 'There is no page here').waitFor(),
  '/decisions/no-such-one': (page) => heading(page, 'There is no such decision').waitFor(),
};

async function visit(page: Page, name: string): Promise<void> {
  const addresses: Partial<Record<string, string>> = {
    gate,
    project,
    decision: `/decisions/${decision}`,
    'insights as tables': '/insights',
  };
  const path = addresses[name] ?? name;
  await page.goto(hq.url + path);
  await PAGES[name]?.(page);
}

describe.each([
  ['a phone', PHONE, { width: 195, height: 422 }],
  ['a desk', DESK, { width: 720, height: 450 }],
] as const)('on %s axe finds nothing in either theme, and at 200 %% nothing is too wide', (...given) => {
  const [, device, doubled] = given;
  let page: Page;
  beforeAll(async () => {
    page = await signedIn(hq, ADA, device);
  });

  test.each(Object.keys(PAGES))('%s', async (name) => {
    await visit(page, name);
    expect(await violationsInBothThemes(page)).toEqual([]);
    await page.setViewportSize(doubled);
    const wider = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return Math.max(0, scrollWidth - clientWidth);
    });
    await page.setViewportSize(device.viewport);
    expect(wider).toBe(0);
  });

  test('sign-in', async () => {
    const stranger = await newPage(device);
    await stranger.goto(`${hq.url}/sign-in`);
    await stranger.getByText('one-time link').first().waitFor();
    expect(await violationsInBothThemes(stranger)).toEqual([]);
  });
});

test('with the keyboard alone a person signs in, finds a gate, reads it and decides', async () => {
  const page = await newPage();
  await page.goto(`${hq.url}/sign-in`);
  await page.getByText('one-time link').first().waitFor();
  await page.goto(await hq.link('Keys Only', 'keys@example.org'));
  await inboxRow(page, '0002').waitFor();
  await page.keyboard.press('j');
  await until('a row to have the focus', () =>
    page.evaluate(() => document.activeElement?.matches('.waiting a.open') === true),
  );
  await page.keyboard.press('a');
  await until('Approve to have the focus', () =>
    approveButton(page).evaluate((button) => button === document.activeElement),
  );
  await page.keyboard.press('Enter');
  await committedAs(page);
  expect((await hq.decisions())[0]).toMatchObject({ state: 'applied', approver: { name: 'Keys Only' } });
});
