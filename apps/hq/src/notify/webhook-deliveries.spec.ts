import { createHmac } from 'node:crypto';
import type { Webhook, WebhookBody, WebhookDelivery, WebhookMade } from '@codev-hq/protocol';
import { webhookBody } from '@codev-hq/protocol';
import { onEachEngine } from '../../testing/engines.js';
import { statusFile } from '../../testing/fake-machine.js';
import { NotifiedHq } from '../../testing/notified-hq.js';
import { Receiver, type Received } from '../../testing/receiver.js';
import { NoticeRounds } from './notice-rounds.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let notified: NotifiedHq;
let receiver: Receiver;
let ada: string;

beforeEach(async () => {
  receiver = await Receiver.start();
});

afterEach(async () => {
  await notified.stop();
  await receiver.stop();
});

async function start(setting: Parameters<typeof NotifiedHq.start>[0] = {}): Promise<void> {
  notified = await NotifiedHq.start(setting);
  ada = await notified.signedIn('Ada');
}

async function hook(overrides: Record<string, unknown> = {}): Promise<WebhookMade> {
  const body = { name: 'Ops', url: receiver.url, format: 'json', kinds: ['gate_waiting'], ...overrides };
  return (await notified.call('POST', '/api/webhooks', ada, body)) as WebhookMade;
}

async function again(): Promise<void> {
  ada = await notified.signedIn('Ada');
}

const listed = async () => (await notified.call('GET', '/api/webhooks', ada)) as Webhook[];
const log = async (id: string) =>
  (await notified.call('GET', `/api/webhooks/${id}/deliveries`, ada)) as WebhookDelivery[];

function signatureFits({ headers, body }: Received, secret: string): boolean {
  const signed = `${String(headers['x-codev-timestamp'])}.${body.toString()}`;
  return headers['x-codev-signature'] === `v1=${createHmac('sha256', secret).update(signed).digest('hex')}`;
}

onEachEngine((fresh) => {
  it('a program is told of what came together, signed, and again with the same id after a failure', async () => {
    await start(await fresh());
    const { webhook_id, secret } = await hook();
    receiver.answer(500, 'down').answer(503, '', { 'retry-after': '300' });
    for (const id of ['101', '102']) {
      await notified.file(statusFile({ id }), { status_file: `codev/status/${id}-x.md` });
    }
    await notified.tell();
    expect((await log(webhook_id))[0]).toMatchObject({
      state: 'waiting',
      attempts: 1,
      last: { status: 500, answer: 'down' },
    });
    await notified.restart();
    await again();
    await notified.after(10_000);
    await notified.after(2 * MINUTE);
    expect(receiver.received).toHaveLength(2);
    await notified.after(3 * MINUTE);
    expect(receiver.received).toHaveLength(3);
    expect(receiver.received.every((received) => signatureFits(received, secret!))).toBe(true);
    const bodies = receiver.received.map(({ json }) => json as WebhookBody);
    expect(new Set(bodies.map(({ delivery_id }) => delivery_id)).size).toBe(1);
    const { text, events } = webhookBody.parse(bodies[2]);
    expect(text).toBe('2 gates wait\nshop');
    expect(events.map(({ kind, url }) => [kind, url])).toEqual([
      ['gate_waiting', expect.stringMatching(`^${notified.hq.url}/gate/`)],
      ['gate_waiting', expect.stringMatching(`^${notified.hq.url}/gate/`)],
    ]);
    const [delivery] = await log(webhook_id);
    expect(delivery).toMatchObject({ state: 'delivered', attempts: 3, kinds: ['gate_waiting'] });
    expect(delivery).not.toHaveProperty('next_attempt_at');
  });

  it('one that nothing reaches for a day is switched off, says why, and starts afresh when its owner says so', async () => {
    await start(await fresh());
    const { webhook_id } = await hook();
    receiver.answerAlways(500, 'broken');
    await notified.file();
    await notified.tell();
    for (let hours = 0; hours < 30; hours++) {
      await notified.after(30 * MINUTE);
      await notified.after(30 * MINUTE);
    }
    expect(receiver.received).toHaveLength(9);
    expect((await listed())[0]).toMatchObject({
      enabled: false,
      disabled: { reason: 'Nothing arrived in 9 attempts over a day. The last: It answered 500.' },
      last_failure: { error: 'It answered 500.' },
    });
    expect((await log(webhook_id))[0]).toMatchObject({ state: 'given_up', attempts: 9 });
    receiver.answerAlways(200);
    await notified.call('PATCH', `/api/webhooks/${webhook_id}`, ada, { enabled: true });
    await notified.file(statusFile({ id: '0069' }), { status_file: 'codev/status/0069-y.md' });
    await notified.tell();
    expect(receiver.received).toHaveLength(10);
    expect((await listed())[0]).not.toHaveProperty('disabled');
  });

  it('keeps the newest 200 of its log', async () => {
    await start(await fresh());
    const { webhook_id } = await hook();
    for (let i = 0; i < 205; i++) {
      await notified.call('POST', `/api/webhooks/${webhook_id}/test`, ada);
    }
    expect(await log(webhook_id)).toHaveLength(200);
  });
});

it('what is stored and not sent yet goes out after the next start', async () => {
  await start();
  await hook();
  receiver.fallSilent();
  await notified.file();
  const rounds = notified.hq.app.get(NoticeRounds);
  await rounds.round(notified.now);
  await rounds.round(notified.now + 3000);
  await receiver.nth(1);
  const began = Date.now();
  await notified.restart();
  expect(Date.now() - began).toBeLessThan(5000);
  notified.now += 3000;
  await notified.round();
  expect(receiver.received).toHaveLength(2);
});

it('one that answers 410 is switched off at once', async () => {
  await start();
  await hook();
  receiver.answer(410);
  await notified.file();
  await notified.tell();
  expect((await listed())[0]).toMatchObject({ enabled: false, disabled: { reason: /gone for good/ } });
});

it('a slow receiver holds up nobody else', async () => {
  await start();
  const slow = await notified.receiver();
  await hook({ name: 'Slow', url: slow.url });
  await hook({ name: 'Fast' });
  slow.fallSilent();
  await notified.file();
  const rounds = notified.hq.app.get(NoticeRounds);
  await rounds.round(notified.now);
  await rounds.round(notified.now + 3000);
  await slow.nth(1);
  await receiver.nth(1);
  expect(receiver.received).toHaveLength(1);
});

it('is told of its kinds and projects only', async () => {
  await start();
  await hook({ kinds: ['builder_blocked'] });
  const other = { instance_id: 'machine-1', project_path: '/code/other' };
  await hook({ projects: { mode: 'only', projects: [other] } });
  await notified.file();
  await notified.tell();
  expect(receiver.received).toEqual([]);
});

it('one that is switched off or removed is told nothing more, also of what was on its way', async () => {
  await start();
  const { webhook_id } = await hook();
  receiver.answer(500);
  await notified.file();
  await notified.tell();
  await notified.call('PATCH', `/api/webhooks/${webhook_id}`, ada, { enabled: false });
  await notified.call('PATCH', `/api/webhooks/${webhook_id}`, ada, { enabled: true });
  await notified.after(HOUR);
  expect(receiver.received).toHaveLength(1);
  expect((await log(webhook_id))[0]).toMatchObject({ state: 'given_up' });
});

it('Slack gets a line for each, with nothing in it that Slack would act on', async () => {
  await start();
  await hook({ format: 'slack', url: `${receiver.url}/services/T/B/s3cr3t` });
  for (const id of ['101', '102']) {
    await notified.file(statusFile({ id: `<!channel> & ${id}` }), { status_file: `codev/status/${id}.md` });
  }
  await notified.tell();
  const { json } = await receiver.nth(1);
  expect(json['text']).toMatch(/^2 gates wait\nshop http/);
  expect(json['blocks']).toHaveLength(2);
  expect(JSON.stringify(json['blocks'])).toContain('&lt;!channel&gt; &amp; 101');
});

it('Slack makes a link of HQ’s own address only, whatever a machine calls a project', async () => {
  await start();
  await hook({ format: 'slack', url: `${receiver.url}/services/T/B/s3cr3t` });
  const id = '*Urgent* _now_ `x` ~y~ https://evil.example/a evil.example @here #ops :fire:';
  await notified.file(statusFile({ id }));
  await notified.tell();
  const { json } = await receiver.nth(1);
  const { text, blocks, ...flags } = json as {
    text: string;
    blocks: { text: { text: string; verbatim: boolean } }[];
  };
  expect(flags).toEqual({ unfurl_links: false, unfurl_media: false });
  expect(blocks.map((block) => block.text.verbatim)).toEqual([true]);
  for (const shown of [text, ...blocks.map((block) => block.text.text)]) {
    const others = shown.replaceAll(/(\*<)?http:\/\/127\.0\.0\.1[^|\s]*/g, '').replace(/>\*\n/, '\n');
    expect(others).toContain('Urgent');
    expect(others).not.toMatch(/:\/\/|www\.|evil\.example|[*`~]|@here|#ops|:fire:|\b_now_\b/);
  }
});
