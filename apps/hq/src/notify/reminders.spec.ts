import type { ReminderRule, WebhookMade } from '@codev-hq/protocol';
import { statusFile } from '../../testing/fake-machine.js';
import { onEachEngine } from '../../testing/engines.js';
import { NotifiedHq } from '../../testing/notified-hq.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const GATE = 'shop: Specify → Plan';

let notified: NotifiedHq;
let ada: string;

afterEach(() => notified.stop());

async function start(setting: Parameters<typeof NotifiedHq.start>[0], rule: ReminderRule): Promise<void> {
  notified = await NotifiedHq.start(setting);
  ada = await notified.person('Ada');
  await notified.call('PUT', '/api/reminders', ada, rule);
  await notified.file();
  await notified.tell();
}

onEachEngine((fresh) => {
  it('a gate that goes on waiting is told again once, then to the admins once, over restarts', async () => {
    await start(await fresh(), {
      remind_after_minutes: 30,
      escalate_after_minutes: 60,
      escalate_to: { kind: 'admins' },
    });
    await notified.person('Grace');
    await notified.after(29 * MINUTE);
    expect(notified.titles('Ada')).toHaveLength(1);
    await notified.restart();
    await notified.after(2 * MINUTE);
    await notified.after(5 * MINUTE);
    expect(notified.titles('Ada').slice(1)).toEqual([`${GATE} still waits, 30 minutes by now`]);
    await notified.restart();
    await notified.after(30 * MINUTE);
    await notified.after(HOUR);
    const escalated = `${GATE} has waited 60 minutes: please see that somebody decides`;
    expect(notified.titles('Ada').slice(2)).toEqual([escalated]);
    expect(notified.titles('Grace')).toEqual([`${GATE} still waits, 30 minutes by now`]);
    const [first, second] = notified.shown('Ada');
    expect(second?.tag).toBe(first?.tag);
  });
});

it('a clock that was wrong and is set back makes nobody wait for it', async () => {
  await start({}, { remind_after_minutes: 30 });
  notified.now -= 365 * 24 * HOUR;
  await notified.tell();
  await notified.after(31 * MINUTE);
  expect(notified.titles('Ada')).toEqual([`${GATE} waits`, `${GATE} still waits, 30 minutes by now`]);
});

it('a clock that jumps ahead reminds once', async () => {
  await start({}, { remind_after_minutes: 30 });
  await notified.after(365 * 24 * HOUR);
  notified.now -= 365 * 24 * HOUR;
  await notified.after(HOUR);
  await notified.after(HOUR);
  expect(notified.titles('Ada').filter((title) => title.includes('still waits'))).toHaveLength(1);
});

it('a project’s own rule stands before the general one, and without minutes it is off', async () => {
  await start({}, { remind_after_minutes: 30 });
  const project = { instance_id: 'machine-1', project_path: '/code/shop' };
  await notified.call('PUT', '/api/reminders', ada, { project });
  await notified.after(24 * HOUR);
  expect(notified.titles('Ada')).toHaveLength(1);
});

it('who asks again is reminded of anew', async () => {
  await start({}, { remind_after_minutes: 30 });
  await notified.after(31 * MINUTE);
  await notified.file(statusFile({ status: 'passed' }));
  await notified.tell();
  await notified.file(statusFile({ log: 'asked again' }));
  await notified.tell();
  await notified.after(31 * MINUTE);
  expect(notified.titles('Ada').filter((title) => title.includes('still waits'))).toHaveLength(2);
});

describe('an escalation', () => {
  it('goes to the person it names, whichever projects they follow', async () => {
    notified = await NotifiedHq.start({});
    ada = await notified.person('Ada');
    const grace = await notified.person('Grace');
    const { kinds } = (await notified.call('GET', '/api/notifications/preferences', grace)) as {
      kinds: unknown;
    };
    const none = { kinds, projects: { mode: 'only', projects: [] } };
    await notified.call('PUT', '/api/notifications/preferences', grace, none);
    const { choices } = (await notified.call('GET', '/api/reminders', ada)) as {
      choices: { people: { id: string; name: string }[] };
    };
    const person_id = choices.people.find(({ name }) => name === 'Grace')?.id;
    await notified.call('PUT', '/api/reminders', ada, {
      escalate_after_minutes: 30,
      escalate_to: { kind: 'person', person_id },
    });
    await notified.file();
    await notified.tell();
    await notified.after(31 * MINUTE);
    expect(notified.titles('Grace')).toHaveLength(1);
    expect(notified.titles('Ada')).toEqual([`${GATE} waits`]);
  });

  it('goes to the webhook it names, and to the admins when that is switched off', async () => {
    notified = await NotifiedHq.start({});
    const receiver = await notified.receiver();
    ada = await notified.person('Ada');
    const hook = { name: 'Pager', url: receiver.url, format: 'json', kinds: ['builder_stuck'] };
    const { webhook_id } = (await notified.call('POST', '/api/webhooks', ada, hook)) as WebhookMade;
    const escalate_to = { kind: 'webhook', webhook_id };
    await notified.call('PUT', '/api/reminders', ada, { escalate_after_minutes: 30, escalate_to });
    await notified.file();
    await notified.tell();
    await notified.after(31 * MINUTE);
    expect(receiver.received.map(({ json }) => json['text'])).toEqual([
      expect.stringContaining('please see that somebody decides'),
    ]);
    expect(notified.titles('Ada')).toHaveLength(1);
    await notified.call('PATCH', `/api/webhooks/${webhook_id}`, ada, { enabled: false });
    await notified.file(statusFile({ id: '0069' }), { status_file: 'codev/status/0069-y.md' });
    await notified.tell();
    await notified.after(31 * MINUTE);
    expect(notified.titles('Ada').at(-1)).toMatch(/please see/);
  });
});
