import type { Webhook } from '@codev-hq/protocol';
import { onEachEngine } from '../../testing/engines.js';
import { statusFile } from '../../testing/fake-machine.js';
import { NotifiedHq } from '../../testing/notified-hq.js';
import type { Database } from '../persistence/database.js';
import { DATABASE } from '../persistence/persistence.tokens.js';
import { UNLESS_SAID } from './preferences.js';

const HOUR = 3600_000;
const GATE = 'shop: Specify → Plan';

let notified: NotifiedHq;
let ada: string;

afterEach(() => notified.stop());

onEachEngine((fresh) => {
  beforeEach(async () => {
    notified = await NotifiedHq.start(await fresh());
    ada = await notified.person('Ada', 'de');
  });

  const gate = (id: string) => notified.file(statusFile({ id }), { status_file: `codev/status/${id}-x.md` });
  const quietForAda = async () => {
    const quiet_hours = { start: '22:00', end: '07:00', zone: 'Europe/Berlin' };
    await notified.call('PUT', '/api/notifications/preferences', ada, { ...UNLESS_SAID, quiet_hours });
    notified.now = Date.parse('2027-01-15T22:00:00Z');
  };
  const nextMorning = async () => {
    notified.now = Date.parse('2027-01-16T06:00:30Z');
    await notified.tell();
  };

  it('each device is told in its own, of one gate and of many', async () => {
    await notified.person('Grace', 'en');
    await gate('101');
    await notified.tell();
    for (const id of ['102', '103', '104', '105']) await gate(id);
    await notified.tell();
    expect(notified.titles('Ada')).toEqual([`${GATE} wartet`, '4 Gates warten']);
    expect(notified.titles('Grace')).toEqual([`${GATE} waits`, '4 gates wait']);
    expect(notified.shown('Ada')[0]?.body).toMatch(/, auf Ada’s laptop$/);
  });

  it('a reminder, a decision that failed and what was held over night are', async () => {
    await notified.call('PUT', '/api/reminders', ada, { remind_after_minutes: 120 });
    await notified.file();
    await notified.tell();
    await notified.after(2 * HOUR);
    await notified.decide(ada, { success: false, code: 'GIT_FAILED', error: 'The commit failed.' });
    await notified.tell();
    expect(notified.titles('Ada').slice(1)).toEqual([
      `${GATE} wartet noch immer, inzwischen seit 2 Stunden`,
      'Freigabe von Ada zu Specify → Plan wurde nicht ausgeführt',
    ]);
    expect(notified.shown('Ada')[2]?.body).toMatch(
      / Ada’s laptop hat abgelehnt\. Die Seite des Gates sagt, warum\.$/,
    );
    await quietForAda();
    for (const id of ['201', '202']) await gate(id);
    await notified.tell();
    await nextMorning();
    expect(notified.titles('Ada')[3]).toMatch(/^Während der Ruhezeit: /);
  });

  it('a webhook is told in its own, which is English unless its owner says otherwise', async () => {
    const receiver = await notified.receiver();
    const hook = async (name: string, more: object) =>
      (await notified.call('POST', '/api/webhooks', ada, {
        ...{ name, url: `${receiver.url}/${name}`, kinds: ['gate_waiting'], ...more },
      })) as Webhook;
    const told = (name: string) =>
      receiver.received.filter(({ path }) => path.endsWith(name)).map(({ body }) => body.toString());
    const wall = await hook('wall', { format: 'slack' });
    expect(wall.language).toBe('en');
    const lamp = await hook('lamp', { format: 'slack', language: 'de' });
    await notified.call('PATCH', `/api/webhooks/${wall.webhook_id}`, ada, { language: 'de' });
    await notified.call('POST', `/api/webhooks/${lamp.webhook_id}/test`, ada);
    expect(told('lamp')[0]).toContain('Es klappt');
    const ids = Array.from({ length: 12 }, (_, at) => `${300 + at}`);
    for (const id of ids) await gate(id);
    await notified.tell();
    expect(told('wall')[0]).toContain('12 Gates warten');
    expect(told('wall')[0]).toContain(`${GATE} wartet`);
    expect(told('wall')[0]).toContain('und 2 weitere');
    await notified.call('PATCH', `/api/webhooks/${wall.webhook_id}`, ada, { language: 'en' });
    await gate('400');
    await notified.tell();
    expect(told('wall')[1]).toContain('waits');
  });

  it('what was held by an HQ that spoke only English is told in English', async () => {
    await quietForAda();
    await gate('101');
    await notified.tell();
    const db = notified.hq.app.get<Database>(DATABASE);
    await db.updateTable('notice').set({ translations: null }).execute();
    await nextMorning();
    expect(notified.titles('Ada')).toEqual([`${GATE} waits`]);
  });
});
