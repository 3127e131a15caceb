import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { violationsInBothThemes } from '../testing/axe.ts';
import { ADA, PHONE, newPage, signedIn } from '../testing/browser.ts';
import { Connector } from '../testing/connector.ts';
import { committedAs, heading, inboxRow, openGate } from '../testing/gate-page.ts';
import { Hq } from '../testing/hq.ts';
import { PLAN, PorchBuilder } from '../testing/porch-builder.ts';
import { Repository, statusFile } from '../testing/repository.ts';
import { cleanUp } from '../testing/scratch.ts';
import { until } from '../testing/until.ts';

const FILE = 'codev/status/0068-pause.md';
const approve = (page: Page) => page.getByRole('button', { name: /^Approve/ });
const change = (page: Page) => page.locator('hq-change-notice');

let hq: Hq;

beforeEach(async () => {
  hq = await Hq.start();
});
afterEach(cleanUp);

/** A page that hears nothing of what happens, as behind a proxy that holds back streams. */
async function deafAt(gateId: string): Promise<Page> {
  const page = await signedIn(hq, ADA);
  await page.route('**/api/events**', (route) => route.abort());
  await page.goto(`${hq.url}/gate/${gateId}`);
  await approve(page).waitFor();
  return page;
}

test('a plan that moved unseen is refused, shown line by line, and approved once it is read', async () => {
  const builder = new PorchBuilder();
  builder.write(PLAN, '# Plan\n\nA message waits for three hours.\n');
  builder.asksFor('plan-approval', 'plan', ['spec-approval']);
  await Connector.start(hq, 'laptop', [builder.main]);
  const listed = (digest?: string) =>
    until('HQ to list the plan', async () => {
      const [gate] = await hq.waiting();
      const now = gate?.artifacts?.find(({ path }) => path === PLAN)?.digest;
      return gate && now !== undefined && now !== digest && { gate, digest: now };
    });
  const { gate, digest } = await listed();
  const page = await deafAt(gate.gate_id);
  await page.locator('hq-paper').getByText('waits for three hours').waitFor();

  builder.write(PLAN, '# Plan\n\nA message waits for two hours.\n');
  await listed(digest);
  await approve(page).click();
  await page.getByText('Not recorded.').waitFor();
  await change(page).locator('ins b', { hasText: 'two' }).waitFor();
  expect(await change(page).locator('del b').innerText()).toBe('three');
  expect(await approve(page).count()).toBe(0);
  expect(await hq.decisions()).toEqual([]);

  await page.unroute('**/api/events**');
  await page.getByRole('button', { name: 'Show the new version' }).click();
  await page.locator('hq-paper').getByText('waits for two hours').waitFor();
  await approve(page).click();
  const commit = await committedAs(page);
  expect(builder.git('log', '--format=%h')).toContain(commit);
});

test('a status file that moved unseen is refused, and what moved in it is shown', async () => {
  const repository = new Repository('shop');
  repository.commit(FILE, statusFile());
  await Connector.start(hq, 'laptop', [repository]);
  const [gate] = await until('the gate', async () => {
    const waiting = await hq.waiting();
    return waiting.length > 0 && waiting;
  });
  const page = await deafAt(gate?.gate_id ?? '');
  repository.write(FILE, statusFile().replace('until it is settled', 'until it is waived'));
  await until('HQ to know it', async () => (await hq.waiting())[0]?.file_digest !== gate?.file_digest);
  await approve(page).click();
  await page.getByText('Not recorded.').waitFor();
  await change(page).locator('ins b', { hasText: 'waived' }).waitFor();
  expect(await change(page).locator('del b').innerText()).toBe('settled');
  expect(await violationsInBothThemes(page)).toEqual([]);
  expect(repository.approvals()).toEqual([]);
});

test('a text that moved while its machine was away is refused there, and what moved is shown', async () => {
  const repository = new Repository('shop');
  repository.commit(FILE, statusFile());
  const connector = await Connector.start(hq, 'laptop', [repository]);
  const page = await signedIn(hq, ADA);
  await inboxRow(page, '0068').click();
  await approve(page).waitFor();
  await connector.stop();
  await connector.offline();
  await approve(page).click();
  await heading(page, 'Recorded at HQ').waitFor();
  repository.write(FILE, statusFile().replace('until it is settled', 'until it is waived'));
  await connector.start();
  await page.getByText('laptop refused it').first().waitFor();
  const shown = page.locator('hq-change-notice, hq-refused-changes');
  await shown.locator('ins b', { hasText: 'waived' }).waitFor();
  expect(await shown.locator('del b').innerText()).toBe('settled');
  expect(await violationsInBothThemes(page)).toEqual([]);
  expect(repository.approvals()).toEqual([]);
});

test('a status file’s text is shown beside what it was when changes were asked for, and when it was looked at', async () => {
  const repository = new Repository('shop');
  repository.commit(FILE, statusFile());
  await Connector.start(hq, 'laptop', [repository]);
  const page = await signedIn(hq, ADA);
  await openGate(page, '0068');
  const text = page.locator('hq-status-document');
  await text.getByText('until it is settled').first().waitFor();
  await page.getByRole('textbox').fill('Say what is waived.');
  await page.getByRole('button', { name: 'Request changes' }).click();
  await until('the request to be committed', async () => (await hq.decisions())[0]?.state === 'applied');
  repository.write(FILE, repository.read(FILE).replace('until it is settled', 'until it is waived'));
  await page.getByRole('button', { name: 'Show the new version' }).click();

  const elsewhere = await newPage({ ...PHONE, storageState: await page.context().storageState() });
  for (const [where, view] of [
    [page, 'Since I looked'],
    [elsewhere, 'Since the last decision'],
  ] as const) {
    if (where !== page) await where.goto(page.url());
    await where.locator('hq-status-document label', { hasText: view }).click();
    const since = where.locator('hq-status-document hq-changes-since');
    await since.locator('ins b', { hasText: 'waived' }).waitFor();
    expect(await since.locator('del b').innerText()).toBe('settled');
    expect(await violationsInBothThemes(where)).toEqual([]);
  }
});

test('HQ is told of what was looked at, by version', async () => {
  const repository = new Repository('shop');
  repository.commit(FILE, statusFile());
  await Connector.start(hq, 'laptop', [repository]);
  const page = await signedIn(hq, ADA);
  const told: unknown[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('/looked')) told.push(response.status());
  });
  const row = page.getByRole('article').getByRole('link', { name: /0068/ }).first();
  await row.click();
  await heading(page, 'Move from specify to plan?').waitFor();
  await until('the look to be told', () => told.length > 0);
  repository.write(FILE, statusFile().replace('- Started', '- Started\n- Asked again'));
  await page.getByText('Asked again').first().waitFor();
  repository.write(FILE, statusFile().replace('a break', 'a pause'));
  await page.getByRole('button', { name: 'Show the new version' }).click();
  await until('the second look to be told', () => told.length > 1);
  expect(told).toEqual([200, 200]);
});

test('in a folder without git a request for changes is no new version, and what comes after it is', async () => {
  const repository = new Repository('shop');
  repository.write(FILE, statusFile());
  rmSync(join(repository.path, '.git'), { recursive: true });
  await Connector.start(hq, 'laptop', [repository]);
  const page = await signedIn(hq, ADA);
  await openGate(page, '0068');
  await page.getByRole('textbox').fill('Say what is waived.');
  await page.getByRole('button', { name: 'Request changes' }).click();
  const written = await until('HQ to know its own entry', async () => {
    const [gate] = await hq.waiting();
    return gate?.file_digest === digestOf(repository.read(FILE)) && gate.changes_requested && gate;
  });
  await page.getByTitle(written.digest).waitFor({ state: 'attached' });
  expect(await change(page).count()).toBe(0);
  await approve(page).waitFor();

  repository.write(FILE, repository.read(FILE).replace('until it is settled', 'until it is waived'));
  await page.getByText('It came after the changes that were asked for.').waitFor();
  await change(page).locator('ins b', { hasText: 'waived' }).waitFor();
});

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
