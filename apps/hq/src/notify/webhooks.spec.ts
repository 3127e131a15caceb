import { createHmac } from 'node:crypto';
import type {
  DeliveryAttempt,
  ProblemDetails,
  Reminders,
  Webhook,
  WebhookDelivery,
  WebhookMade,
} from '@codev-hq/protocol';
import { onEachEngine } from '../../testing/engines.js';
import { Receiver } from '../../testing/receiver.js';
import { RunningHq } from '../../testing/running-hq.js';
import { AuditRepository } from '../persistence/audit.repository.js';

const HOOKS = '/api/webhooks';

let hq: RunningHq;
let receiver: Receiver;
let ada: string;

beforeEach(async () => {
  receiver = await Receiver.start();
});

afterEach(async () => {
  await hq.stop();
  await receiver.stop();
});

async function start(setting: Parameters<typeof RunningHq.start>[0] = {}): Promise<void> {
  hq = await RunningHq.start(setting);
  ada = await hq.signIn('Ada', 'ada@example.org');
}

async function make(overrides: Record<string, unknown> = {}): Promise<WebhookMade> {
  const url = `${receiver.url}/hook`;
  const body = { name: 'Ops', url, format: 'json', kinds: ['gate_waiting'], ...overrides };
  const response = await hq.call('POST', HOOKS, { body, cookie: ada });
  expect(response.status).toBe(201);
  return (await response.json()) as WebhookMade;
}

const ask = async (method: string, path: string, body?: unknown) =>
  (await hq.call(method, `${HOOKS}${path}`, { cookie: ada, ...(body !== undefined && { body }) })).json();

onEachEngine((fresh) => {
  it('a test is signed with the secret that was shown once, and says truly how it went', async () => {
    await start(await fresh());
    const { webhook_id, secret, ...shown } = await make();
    expect(secret).toMatch(/^whsec_[\w-]{43}$/);
    receiver.answer(200, 'thank you').answer(500, 'x'.repeat(2000));
    expect(await ask('POST', `/${webhook_id}/test`)).toMatchObject({
      delivered: true,
      status: 200,
      answer: 'thank you',
    });
    const { headers, body } = await receiver.nth(1);
    const signed = `${String(headers['x-codev-timestamp'])}.${body.toString()}`;
    const mac = createHmac('sha256', secret!).update(signed).digest('hex');
    expect(headers['x-codev-signature']).toBe(`v1=${mac}`);
    expect(Math.abs(Date.now() / 1000 - Number(headers['x-codev-timestamp']))).toBeLessThan(60);
    const failed = (await ask('POST', `/${webhook_id}/test`)) as DeliveryAttempt;
    expect(failed).toMatchObject({ delivered: false, status: 500, error: 'It answered 500.' });
    expect(failed.answer).toHaveLength(500);
    const log = (await ask('GET', `/${webhook_id}/deliveries`)) as WebhookDelivery[];
    expect(log.map(({ state, test, attempts }) => ({ state, test, attempts }))).toEqual([
      { state: 'given_up', test: true, attempts: 1 },
      { state: 'delivered', test: true, attempts: 1 },
    ]);
    expect(log[1]?.delivery_id).toBe(headers['x-codev-delivery']);
    const [listed] = (await ask('GET', '')) as Webhook[];
    expect(listed).toEqual({ webhook_id, ...shown, last_delivered_at: expect.any(String) });
  });

  it('is changed, gets another secret, and goes with its log', async () => {
    await start(await fresh());
    const { webhook_id, secret } = await make();
    const changed = await ask('PATCH', `/${webhook_id}`, { name: 'Night', enabled: false });
    expect(changed).toMatchObject({ name: 'Night', enabled: false, kinds: ['gate_waiting'] });
    const renewed = (await ask('POST', `/${webhook_id}/secret`)) as WebhookMade;
    expect(renewed.secret).not.toBe(secret);
    await ask('POST', `/${webhook_id}/test`);
    expect((await hq.call('DELETE', `${HOOKS}/${webhook_id}`, { cookie: ada })).status).toBe(204);
    expect(await ask('GET', '')).toEqual([]);
    expect((await hq.call('GET', `${HOOKS}/${webhook_id}/deliveries`, { cookie: ada })).status).toBe(404);
    const rows = await hq.app.get(AuditRepository).page(0, 100);
    const told = rows.filter(({ event }) => event.startsWith('webhook-'));
    expect(told.map(({ event }) => event)).toEqual([
      'webhook-added',
      'webhook-changed',
      'webhook-secret-renewed',
      'webhook-removed',
    ]);
    expect(JSON.stringify(told)).not.toMatch(/whsec_|\/hook/);
  });

  it('reminders are set by project, fall back to the general rule, and name whom they may escalate to', async () => {
    await start(await fresh());
    const { webhook_id } = await make();
    const set = (body: unknown) => hq.call('PUT', '/api/reminders', { body, cookie: ada });
    await set({ remind_after_minutes: 240 });
    const project = { instance_id: 'machine-1', project_path: '/code/shop' };
    const rule = {
      project,
      remind_after_minutes: 30,
      escalate_after_minutes: 60,
      escalate_to: { kind: 'webhook', webhook_id },
    };
    const all = (await (await set(rule)).json()) as Reminders;
    expect(all.rules).toEqual([{ remind_after_minutes: 240 }, rule]);
    expect(all.choices.webhooks).toEqual([{ id: webhook_id, name: 'Ops' }]);
    const query = new URLSearchParams(project).toString();
    const left = await hq.call('DELETE', `/api/reminders?${query}`, { cookie: ada });
    expect(((await left.json()) as Reminders).rules).toEqual([{ remind_after_minutes: 240 }]);
  });
});

it('Slack and ntfy get what they take, and their addresses are not shown whole', async () => {
  await start();
  const slack = await make({ format: 'slack', url: `${receiver.url}/services/T000/B000/s3cr3t` });
  expect(slack).not.toHaveProperty('secret');
  expect(slack.address).toBe(`${receiver.url}/…cr3t`);
  await ask('POST', `/${slack.webhook_id}/test`);
  expect((await receiver.nth(1)).json).toMatchObject({
    text: expect.stringContaining('It works'),
    blocks: [{ type: 'section', text: { type: 'mrkdwn' } }],
  });
  const ntfy = await make({ format: 'ntfy', url: `${receiver.url}/prefix/gates`, token: 'tk_1' });
  expect(ntfy).toMatchObject({ has_token: true });
  await ask('POST', `/${ntfy.webhook_id}/test`);
  const received = await receiver.nth(2);
  expect(received).toMatchObject({
    path: '/prefix/',
    headers: { authorization: 'Bearer tk_1' },
    json: { topic: 'gates', title: 'It works', priority: 3, click: `${hq.url}/` },
  });
});

it('a token stays with the server that it was given for, and is nothing but a token', async () => {
  await start();
  const url = `${receiver.url}/prefix/gates`;
  const { webhook_id } = await make({ format: 'ntfy', url, token: 'tk_1' });
  const path = `/${webhook_id}`;
  expect(await ask('PATCH', path, { url: `${receiver.url}/other` })).toMatchObject({ has_token: true });
  const elsewhere = 'https://ntfy.example.org/gates';
  expect(await ask('PATCH', path, { url: elsewhere })).toMatchObject({ has_token: false });
  const both = { url: `${receiver.url}/other`, token: 'tk_2' };
  expect(await ask('PATCH', path, both)).toMatchObject({ has_token: true });
  for (const token of ['a\r\nx: y', 'a\nb', 'a b'])
    expect(await ask('PATCH', path, { token })).toMatchObject({ status: 400 });
});

it('a redirect is not followed', async () => {
  await start();
  const { webhook_id } = await make();
  receiver.answer(302, '', { location: `${receiver.url}/inside` });
  const attempt = await ask('POST', `/${webhook_id}/test`);
  expect(attempt).toMatchObject({ delivered: false, status: 302 });
  expect(receiver.received).toHaveLength(1);
});

it.each([
  [{ url: 'ftp://example.org/x' }, /url must be an address/],
  [{ url: 'https://me:pass@example.org/x' }, /name and password/],
  [{ url: 'https://ntfy.sh/', format: 'ntfy' }, /topic/],
  [{ kinds: [] }, /kinds/],
  [{ kinds: ['nothing'] }, /kinds/],
])('%j is refused', async (part, why) => {
  await start();
  const body = { name: 'Ops', url: receiver.url, format: 'json', kinds: ['gate_waiting'], ...part };
  const response = await hq.call('POST', HOOKS, { body, cookie: ada });
  expect(response.status).toBe(400);
  expect(((await response.json()) as ProblemDetails).error).toMatch(why);
});

it.each([
  [{ escalate_after_minutes: 5 }, /escalate_to/],
  [{ remind_after_minutes: 5, escalate_after_minutes: 5, escalate_to: { kind: 'admins' } }, /more than/],
  [{ escalate_after_minutes: 5, escalate_to: { kind: 'person', person_id: 'x' } }, /no such person/],
  [{ escalate_after_minutes: 5, escalate_to: { kind: 'webhook', webhook_id: 'x' } }, /no such webhook/],
])('the reminder %j is refused', async (body, why) => {
  await start();
  const response = await hq.call('PUT', '/api/reminders', { body, cookie: ada });
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(((await response.json()) as ProblemDetails).error).toMatch(why);
});

it('webhooks and reminders are the owner’s alone', async () => {
  await start();
  const grace = await hq.signIn('Grace', 'grace@example.org');
  for (const path of [HOOKS, '/api/reminders']) {
    expect((await hq.call('GET', path, { cookie: grace })).status).toBe(403);
  }
});
