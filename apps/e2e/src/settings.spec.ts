import { createHmac } from 'node:crypto';
import type { Page } from 'playwright-core';
import { violations, violationsInBothThemes } from '../testing/axe.ts';
import { ADA, DESK, newPage, PHONE, signedIn, signInByLink } from '../testing/browser.ts';
import { Connector } from '../testing/connector.ts';
import { heading } from '../testing/gate-page.ts';
import { Hq } from '../testing/hq.ts';
import { Repository, statusFile } from '../testing/repository.ts';
import { cleanUp } from '../testing/scratch.ts';
import { WebhookReceiver } from '../testing/webhook-receiver.ts';

const SECTIONS = [
  ['profile', 'Profile'],
  ['phone', 'Sign in on a phone'],
  ['sessions', 'Sessions'],
  ['notifications', 'Notifications'],
  ['appearance', 'Appearance'],
  ['keys', 'Keys'],
  ['webhooks', 'Webhooks'],
  ['reminders', 'Reminders'],
  ['audit', 'Audit log'],
  ['people', 'People'],
] as const;

const dialog = (page: Page) => page.getByRole('dialog');

/** What opens in a section, with what is wrong in it said. */
const OPENED: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  profile: async (page) => {
    await page.getByLabel('Name', { exact: true }).fill('<Ada>');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('A name in a commit cannot hold < or >.').waitFor();
  },
  phone: async (page) => {
    await page.getByRole('button', { name: 'Show the code' }).click();
    await page.getByRole('img', { name: 'QR code: scan it with your phone' }).waitFor();
  },
  sessions: async (page) => {
    await page
      .getByRole('button', { name: /^End the session/ })
      .first()
      .click();
    await dialog(page).getByRole('button', { name: 'Cancel' }).waitFor();
  },
  notifications: async (page) => {
    await page.getByText('Be quiet every night').click();
    await page.getByLabel('Until').fill('22:00');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('It ends when it begins.').waitFor();
  },
  keys: async (page) => {
    await page.getByRole('button', { name: 'New key' }).click();
    await dialog(page).getByText('A script', { exact: true }).click();
    await dialog(page).getByText('Sees what the dashboard shows.').click();
    await dialog(page).getByRole('button', { name: 'Make the key' }).click();
    await dialog(page).getByText('Choose at least one thing that it may do.').waitFor();
  },
  webhooks: async (page) => {
    await page.getByRole('button', { name: 'New webhook' }).click();
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await dialog(page).getByText('Give it a name, such as the channel it writes to.').waitFor();
  },
  reminders: async (page) => {
    await page.getByRole('button', { name: 'Change the rule for every project' }).click();
    await dialog(page).getByLabel('Remind after').fill('soon');
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await dialog(page).getByText('Give whole minutes from 1 to 43200').waitFor();
  },
};

describe('the settings', () => {
  let hq: Hq;
  const repository = new Repository('shop');

  beforeAll(async () => {
    repository.commit('codev/status/0001-project.md', statusFile({ id: '0001', title: 'Project 0001' }));
    hq = await Hq.start();
    await Connector.start(hq, 'laptop', [repository]);
  });
  afterAll(cleanUp);

  const open = async (section: string, name: string, device = DESK): Promise<Page> => {
    const page = await signedIn(hq, ADA, device);
    await page.goto(`${hq.url}/settings/${section}`);
    await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
    return page;
  };
  const asks = (key: string) =>
    fetch(`${hq.url}/api/state`, { headers: { authorization: `Bearer ${key}` } }).then(
      ({ status }) => status,
    );

  test('my name is changed with the keyboard alone, and commits are promised it', async () => {
    const page = await open('profile', 'Profile');
    const field = page.getByLabel('Name', { exact: true });
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press('Tab');
      if (await field.evaluate((input) => input === document.activeElement)) break;
    }
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('<Ada>');
    await page.keyboard.press('Enter');
    await page.getByText('A name in a commit cannot hold < or >.').waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await field.evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('Ada King');
    await page.keyboard.press('Enter');
    await page.getByText('Your name is saved.').waitFor();
    await page.getByRole('button', { name: 'Account of Ada King' }).waitFor();
    await field.fill(ADA.name);
    await field.press('Enter');
    await page.getByRole('button', { name: `Account of ${ADA.name}` }).waitFor();
  });

  test('a phone is signed in by the code, seen among the sessions, and signed out from there', async () => {
    const page = await open('phone', 'Sign in on a phone');
    const offered = page.waitForResponse((response) => response.url().endsWith('/api/session/handover'));
    await page.getByRole('button', { name: 'Show the code' }).click();
    const { url } = (await (await offered).json()) as { url: string };
    await page.getByRole('img', { name: 'QR code: scan it with your phone' }).waitFor();
    const phone = await newPage({
      ...PHONE,
      userAgent:
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    });
    await phone.goto(url);
    await heading(phone, 'Inbox').waitFor();
    await page.getByText(/^Signed in on .*iPhone/).waitFor();
    const late = await newPage(PHONE);
    await late.goto(url);
    await heading(late, 'This link does not work any more').waitFor();

    await page.getByRole('link', { name: 'End its session' }).click();
    await page.getByRole('button', { name: /^End the session on .*iPhone/ }).click();
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: /^End the session on .*iPhone/ }).click();
    await dialog(page).getByRole('button', { name: 'End session' }).click();
    await page.getByRole('button', { name: /^End the session on .*iPhone/ }).waitFor({ state: 'detached' });
    await phone.waitForURL(/\/sign-in/);
    await phone.goto(`${hq.url}/projects`);
    await phone.waitForURL(/\/sign-in/);
  });

  test('a key is made, given a new secret and revoked, and HQ holds each to its word', async () => {
    const page = await open('keys', 'Keys');
    await page.getByRole('button', { name: 'New key' }).click();
    await dialog(page).getByText('A script', { exact: true }).click();
    await dialog(page).getByRole('button', { name: 'Make the key' }).click();
    await dialog(page).getByText('Name it after its machine or script.').waitFor();
    await dialog(page).getByLabel('Name', { exact: true }).fill('nightly report');
    await dialog(page).getByRole('button', { name: 'Make the key' }).click();
    const first = await secretOnce(page);
    expect(await asks(first)).toBe(200);

    const choose = async (item: string) => {
      await page.getByRole('button', { name: 'What to do with nightly report' }).click();
      await page.getByRole('button', { name: item }).click();
    };
    await choose('New secret…');
    await dialog(page).getByRole('button', { name: 'New secret' }).click();
    const second = await secretOnce(page);
    expect(second).not.toBe(first);
    expect([await asks(first), await asks(second)]).toEqual([401, 200]);

    await choose('Revoke…');
    await dialog(page).getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('nightly report is revoked.').waitFor();
    expect(await asks(second)).toBe(401);
  });

  test('a webhook is made and tested against a real receiver, and its log says what came of it', async () => {
    const receiver = await WebhookReceiver.start();
    const page = await open('webhooks', 'Webhooks');
    await page.getByRole('button', { name: 'New webhook' }).click();
    await dialog(page).getByLabel('Name', { exact: true }).fill('the wall');
    await dialog(page).getByRole('textbox', { name: 'Address' }).fill('nowhere');
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await dialog(page).getByText('That is not an address.').waitFor();
    await dialog(page).getByRole('textbox', { name: 'Address' }).fill(receiver.url);
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    const secret = await secretOnce(page);

    const test = page.getByRole('button', { name: 'Send a test to the wall' });
    await test.click();
    const cameOf = page.locator('hq-webhook-row').getByRole('status').getByRole('paragraph');
    await cameOf.waitFor();
    expect(await cameOf.innerText()).toMatch(/^The test arrived: 200 after \d+ ms\.$/);
    const [told] = receiver.told;
    const signed = `${String(told?.headers['x-codev-timestamp'])}.${told?.body}`;
    expect(told?.headers['x-codev-signature']).toBe(
      `v1=${createHmac('sha256', secret).update(signed).digest('hex')}`,
    );
    receiver.answers = 500;
    await test.click();
    await page.getByText('not today').first().waitFor();

    await page.getByRole('button', { name: 'What to do with the wall' }).click();
    await page.getByRole('button', { name: 'Delivery log' }).click();
    await dialog(page).getByRole('heading', { name: 'Deliveries to the wall' }).waitFor();
    await dialog(page)
      .getByText(/^answered 200 after \d+ ms$/)
      .waitFor();
    await dialog(page)
      .getByText(/^answered 500 after \d+ ms$/)
      .waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'What to do with the wall' }).click();
    await page.getByRole('button', { name: 'Remove…' }).click();
    await dialog(page).getByRole('button', { name: 'Remove' }).click();
    await page.getByText('There is no webhook yet.').waitFor();
  });

  test('a reminder is set for every project, and a wrong one is refused where it was written', async () => {
    const page = await open('reminders', 'Reminders');
    await page.getByRole('button', { name: 'Change the rule for every project' }).click();
    const minutes = dialog(page).getByLabel('Remind after');
    await minutes.fill('soon');
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await dialog(page).getByText('Give whole minutes from 1 to 43200').waitFor();
    await minutes.fill('30');
    await dialog(page).getByLabel('Then notify').selectOption({ label: 'Whoever runs this HQ' });
    await dialog(page).getByLabel('after', { exact: true }).fill('90');
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await dialog(page).waitFor({ state: 'detached' });
    const said = await page.getByRole('main').innerText();
    await page.reload();
    await heading(page, 'Reminders').waitFor();
    await page.getByText(/30/).first().waitFor();
    expect(await page.getByRole('main').innerText()).toBe(said);
  });

  test('the audit log lists what happened here and proves that it is whole', async () => {
    const page = await open('audit', 'Audit log');
    await page.getByRole('region', { name: 'Audit log' }).getByRole('row').nth(1).waitFor();
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText(/^All \d+ rows are intact\.$/).waitFor();
  });

  describe.each([
    ['a phone', PHONE],
    ['a desk', DESK],
  ] as const)('axe finds nothing on %s, in either theme', (_, device) => {
    let page: Page;
    beforeAll(async () => {
      page = await signInByLink(hq, ADA, device);
    });

    test.each(SECTIONS)('in %s', async (path, name) => {
      await page.goto(`${hq.url}/settings/${path}`);
      await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
      await page.locator('.skeleton').first().waitFor({ state: 'detached' });
      expect(await violationsInBothThemes(page)).toEqual([]);
      if (!OPENED[path]) return;
      await OPENED[path](page);
      expect(await violationsInBothThemes(page)).toEqual([]);
    });
  });
});

/** What HQ shows once and never again. */
async function secretOnce(page: Page): Promise<string> {
  const secret = page.getByRole('textbox', { name: 'Secret' });
  await secret.waitFor();
  const text = (await secret.innerText()).trim();
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await secret.waitFor({ state: 'detached' });
  return text;
}
