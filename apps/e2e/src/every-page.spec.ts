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
const gates: Record<string, string> = {};

beforeAll(async () => {
  hq = await Hq.start();
  const repository = new Repository('shop');
  for (const id of ['0001', '0002', '0003', '0004'])
    repository.commit(`codev/status/${id}.md`, statusFile({ id, title: `A rather long title for ${id}` }));
  repository.commit('codev/status/0099-broken.md', '---\nid: "0099"\ngates: [unclosed\n---\n');
  await Connector.start(hq, 'laptop', [repository]);
  const page = await signedIn(hq, ADA);
  await openGate(page, '0001');
  await approveButton(page).click();
  await committedAs(page);
  for (const { project_id, gate_id } of await hq.waiting()) gates[project_id] = `/gate/${gate_id}`;
  repository.hook('pre-commit', 'echo "lint: suggest.ts:14" >&2; exit 1');
  await page.goto(`${hq.url}${gates['0004']}`);
  await approveButton(page).click();
  await page.getByText('laptop refused it').first().waitFor({ state: 'attached' });
  repository.hook('pre-commit', 'exit 0');
  const made = (await hq.decisions()).find(({ project_id }) => project_id === '0001');
  if (!made) throw new Error('HQ knows of no decision.');
  decision = made.decision_id;
  gates['0001'] = `/gate/${made.gate_id}`;
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
  '/projects?q=nothing': (page) => heading(page, 'No project matches').waitFor(),
  '/projects?show=archived': (page) => heading(page, 'Nothing is archived yet').waitFor(),
  project: (page) => page.locator('hq-timeline-figure').waitFor(),
  '/machines': (page) => page.locator('hq-machine-row').first().waitFor(),
  '/machines?q=nothing': (page) => heading(page, 'No machine matches').waitFor(),
  '/insights': (page) => page.getByRole('img', { name: /^Decisions/ }).waitFor(),
  '/insights?by=approver&days=365': (page) => page.getByRole('img', { name: /^Decisions/ }).waitFor(),
  'insights as tables': async (page) => {
    const decisions = page.getByRole('group', { name: 'Decisions' });
    await decisions.getByRole('button', { name: 'As table' }).click();
    await decisions.getByRole('table').waitFor();
  },
  '/activity': (page) => page.locator('hq-activity-row').first().waitFor(),
  decision: (page) => heading(page, 'Commit and proof').waitFor(),
  '/no-such-page': (page) => heading(page, 'Page not found').waitFor(),
  '/decisions/no-such-one': (page) => heading(page, 'Decision not found').waitFor(),
};

const dialog = (page: Page) => page.getByRole('dialog');

/** The inbox remembers what it was filtered by. */
const EVERYTHING = '/?show=all&group=none';

/**
 * What opens on a page, or becomes of it: how it comes to it from the page that is named first, or from the
 * gate of that project.
 */
const STATES: Record<string, readonly [path: string, (page: Page) => Promise<unknown>]> = {
  'the palette': [
    EVERYTHING,
    async (page) => {
      await inboxRow(page, '0002').waitFor();
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Find or do something' }).fill('re');
      await page.locator('#palette-list').getByRole('option').first().waitFor();
    },
  ],
  'the keyboard’s help': [
    EVERYTHING,
    async (page) => {
      await inboxRow(page, '0002').waitFor();
      await page.keyboard.press('?');
      await dialog(page).getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
    },
  ],
  'the account’s menu': [
    EVERYTHING,
    async (page) => {
      await page.getByRole('button', { name: /account of/i }).click();
      await page.getByRole('button', { name: 'Sign out' }).waitFor();
    },
  ],
  'a way to connect a machine': [
    '/machines',
    async (page) => {
      await page.getByRole('button', { name: 'Connect a machine' }).click();
      await dialog(page).getByText('CODEV_HQ_API_KEY').first().waitFor();
    },
  ],
  'a machine’s menu': [
    '/machines',
    async (page) => {
      await page.getByRole('button', { name: 'What to do with laptop' }).click();
      await page.getByRole('button', { name: 'Release from its key…' }).waitFor();
    },
  ],
  'a last question': [
    '/machines',
    async (page) => {
      await page.getByRole('button', { name: 'What to do with laptop' }).click();
      await page.getByRole('button', { name: 'Release from its key…' }).click();
      await dialog(page).getByRole('button', { name: 'Release' }).waitFor();
    },
  ],
  'a gate that was approved': ['0001', (page) => committedAs(page)],
  'a gate whose machine refused': [
    '0004',
    (page) => page.getByText('suggest.ts:14').first().waitFor({ state: 'attached' }),
  ],
  'the inbox without HQ': [
    EVERYTHING,
    async (page) => {
      await inboxRow(page, '0002').waitFor();
      await page.context().setOffline(true);
      await page.getByText('HQ cannot be reached').first().waitFor();
    },
  ],
};

async function visit(page: Page, name: string): Promise<void> {
  const addresses: Partial<Record<string, string>> = {
    gate: gates['0002'],
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

  test.each(Object.entries(STATES))('%s', async (_, [path, comesTo]) => {
    await page.goto(hq.url + (gates[path] ?? path));
    await comesTo(page);
    const found = await violationsInBothThemes(page);
    await page.context().setOffline(false);
    expect(found).toEqual([]);
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
