import type { WaitingGate } from '@codev-hq/protocol';
import type { Page } from 'playwright-core';
import { violations } from '../testing/axe.ts';
import { ADA, DESK, PHONE, newPage, signedIn } from '../testing/browser.ts';
import { Connector } from '../testing/connector.ts';
import { committedAs, heading } from '../testing/gate-page.ts';
import { Hq } from '../testing/hq.ts';
import { PLAN, PorchBuilder, SPEC } from '../testing/porch-builder.ts';
import { cleanUp } from '../testing/scratch.ts';
import { until } from '../testing/until.ts';

const TEXT = `# Retry queue

A message that fails waits for three hours.

- [x] Schema
- [ ] Load test

## Storage

\`\`\`sql
create table retries (id uuid primary key);
\`\`\`

| Limit | Value |
| --- | --- |
| Tries | 12 |

## Worker

\`\`\`mermaid
flowchart LR
  A[Fails] --> B[Waits]
\`\`\`
`;
const NEWER = TEXT.replace('three hours', 'two hours');
const approve = (page: Page) => page.getByRole('button', { name: /^Approve/ });

let hq: Hq;
let builder: PorchBuilder;
let connector: Connector;

beforeEach(async () => {
  hq = await Hq.start();
  builder = new PorchBuilder();
  builder.write(SPEC, '# Retry queue\n\nMessages that fail are lost today.\n');
  builder.write(PLAN, TEXT);
  builder.consults('plan', 1, 'gemini', 'Small steps.\n\nVERDICT: APPROVE\nSUMMARY: Sound.\n');
  builder.asksFor('plan-approval', 'plan', ['spec-approval']);
  connector = await Connector.start(hq, 'laptop', [builder.main]);
});
afterEach(cleanUp);

/** The gate, once HQ lists what is read for it. */
function waitingGate(name: string, path: string): Promise<WaitingGate> {
  return until(`${name} with ${path}`, async () =>
    (await hq.waiting()).find(
      (gate) => gate.gate === name && gate.artifacts?.some((ref) => ref.path === path),
    ),
  );
}

async function openPlan(page: Page): Promise<WaitingGate> {
  const gate = await waitingGate('plan-approval', PLAN);
  await page.goto(`${hq.url}/gate/${gate.gate_id}`);
  await page.getByText('A message that fails').waitFor();
  return gate;
}

const digestOf = (gate: WaitingGate, path: string) =>
  gate.artifacts?.find((ref) => ref.path === path)?.digest;

test('a plan that changes while it is read is told line by line, and the newest is approved', async () => {
  const page = await signedIn(hq, ADA);
  const first = await openPlan(page);
  expect(await approve(page).innerText()).toContain(digestOf(first, PLAN)?.slice(0, 8));

  builder.write(PLAN, NEWER);
  await heading(page, 'It changed while you were reading').waitFor();
  expect(await approve(page).count()).toBe(0);
  const change = page.locator('hq-change-notice');
  await change.locator('ins b', { hasText: 'two' }).waitFor();
  expect(await change.locator('del b').innerText()).toBe('three');
  // What was read is still there, word for word.
  await page.locator('hq-paper').getByText('waits for three hours').waitFor();

  await page.getByRole('button', { name: 'Show the new version' }).click();
  await page.locator('hq-paper').getByText('waits for two hours').waitFor();
  const now = await until('HQ to list the new version', async () => {
    const [gate] = await hq.waiting();
    return gate && digestOf(gate, PLAN) !== digestOf(first, PLAN) ? gate : undefined;
  });
  await approve(page).click();
  const commit = await committedAs(page);
  expect(builder.git('log', '--format=%h %s', '-3')).toContain(commit);
  expect(builder.log()).toContain(
    'Ada Lovelace <ada@example.org> | chore(porch): 0412 plan-approval gate-approved',
  );
  const [decision] = await hq.decisions();
  expect(decision?.expected.artifacts).toEqual([{ path: PLAN, digest: digestOf(now, PLAN) }]);
});

test('HQ refuses a version that nobody has seen, and says which', async () => {
  const gate = await waitingGate('plan-approval', PLAN);
  const seen = [{ path: PLAN, digest: digestOf(gate, PLAN) }];
  builder.write(PLAN, NEWER);
  await until(
    'HQ to list the new version',
    async () => digestOf((await hq.waiting())[0]!, PLAN) !== seen[0]?.digest,
  );
  const key = await hq.cli('keys', 'create', '--name', 'ada', '--scopes', 'read,approve');
  const { instance_id, project_path, project_id, status_file, worktree, digest } = gate;
  const target = { instance_id, project_path, project_id, status_file, worktree, gate: gate.gate };
  const response = await fetch(`${hq.url}/api/approve`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...target, expected: { gate_digest: digest, artifacts: seen } }),
  });
  expect(response.status).toBe(409);
  expect(await response.json()).toMatchObject({ code: 'STALE', changed: [{ what: 'artifact', path: PLAN }] });
  expect(await hq.decisions()).toEqual([]);
});

test('what was read stays on the device until its person signs out, and nowhere else', async () => {
  const page = await signedIn(hq, ADA);
  await openPlan(page);
  const kept = () =>
    page.evaluate(
      () =>
        new Promise<unknown[]>((resolve) => {
          const opening = indexedDB.open('codev-hq.read-here');
          opening.onsuccess = () => {
            const all = opening.result.transaction('texts').objectStore('texts').getAll();
            all.onsuccess = () => {
              opening.result.close();
              resolve(all.result);
            };
          };
        }),
    );
  await until('the plan to be kept', async () => (await kept()).includes(TEXT));

  // The machine is away: the very version that waits was read here, and can be read again.
  await connector.stop();
  await connector.offline();
  await page.reload();
  await page.getByText('kept on this device').waitFor();
  expect(await approve(page).isEnabled()).toBe(true);
  const elsewhere = await newPage({ ...PHONE, storageState: await page.context().storageState() });
  await elsewhere.goto(page.url());
  await elsewhere.getByText('This text cannot be read now.').waitFor();
  expect(await approve(elsewhere).isEnabled()).toBe(false);
  await elsewhere.getByRole('checkbox').check();
  expect(await approve(elsewhere).innerText()).toContain('Approve unread');

  await connector.start();
  builder.write(PLAN, NEWER);
  await page.getByRole('button', { name: 'Show the new version' }).click();
  await page.locator('label', { hasText: 'Since I looked' }).click();
  await page.locator('hq-changes-since ins b', { hasText: 'two' }).waitFor();

  await page.getByRole('button', { name: /Ada Lovelace/ }).click();
  await page
    .getByRole('button', { name: 'Sign out' })
    .or(page.getByRole('menuitem', { name: 'Sign out' }))
    .click();
  await page.waitForURL(/sign-in/);
  await until('the texts to be gone', async () => (await kept()).length === 0);
});

test('what was built is shown file by file, and what changed in it since the last decision', async () => {
  const page = await signedIn(hq, ADA);
  await openPlan(page);
  await approve(page).click();
  await committedAs(page);
  builder.write('src/queue.ts', 'export const limit = 12;\n');
  builder.asksFor('dev-approval', 'implement', ['spec-approval', 'plan-approval']);
  const gate = await waitingGate('dev-approval', '@diff');
  await page.goto(`${hq.url}/gate/${gate.gate_id}`);
  const file = page.locator('details', { has: page.getByText('src/queue.ts', { exact: true }) });
  await file.locator('del b', { hasText: '3' }).waitFor();
  expect(await file.locator('ins b').innerText()).toBe('12');
  await page.locator('label', { hasText: 'Since the last decision' }).click();
  const since = page.locator('hq-changes-since');
  await since.getByText('src/queue.ts', { exact: true }).waitFor();
  expect(await since.getByText(PLAN).count()).toBe(0);
});

test.each([
  ['light', DESK],
  ['dark', PHONE],
] as const)('axe finds nothing where a plan is read and has changed, in %s', async (colorScheme, device) => {
  const said: string[] = [];
  const page = await signedIn(hq, ADA, { ...device, colorScheme, serviceWorkers: 'allow' });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) said.push(message.text());
  });
  await openPlan(page);
  await page.locator('.hljs-keyword').first().waitFor();
  await page.getByRole('heading', { name: 'Worker' }).scrollIntoViewIfNeeded();
  await page.getByRole('img', { name: /Diagram/ }).waitFor();
  await page.locator('hq-ai-reviews summary').click();
  await page.getByText('Small steps.').waitFor();
  expect(await violations(page)).toEqual([]);
  builder.write(PLAN, NEWER);
  await page.getByRole('button', { name: 'What changed' }).click();
  await page.locator('hq-change-notice ins').waitFor();
  expect(await violations(page)).toEqual([]);
  expect(said).toEqual([]);
});

test('a heading’s address leads to it, and the keys to the decision', async () => {
  const page = await signedIn(hq, ADA);
  const gate = await openPlan(page);
  await page.goto('about:blank');
  await page.goto(`${hq.url}/gate/${gate.gate_id}#plan.worker`);
  await page.getByRole('heading', { name: 'Worker' }).waitFor();
  await until('the heading to have the focus', async () =>
    page.evaluate(() => document.activeElement?.id === 'plan.worker'),
  );
  await page.keyboard.press('a');
  expect(await approve(page).evaluate((button) => button === document.activeElement)).toBe(true);
  await page.keyboard.press('r');
  expect(
    await page
      .getByRole('button', { name: 'Request changes' })
      .evaluate((it) => it === document.activeElement),
  ).toBe(true);
});
