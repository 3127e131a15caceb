import type { WebhookBody } from '@codev-hq/protocol';
import { onEachEngine } from '../../testing/engines.js';
import { statusFile } from '../../testing/fake-machine.js';
import { NotifiedHq } from '../../testing/notified-hq.js';
import { UNLESS_SAID } from './preferences.js';
import { NoticeDealer } from './notice-dealer.js';
import { NoticeRounds } from './notice-rounds.js';

const WAITS = 'shop: Specify → Plan waits';

let notified: NotifiedHq;

afterEach(() => notified.stop());

/** HQ goes on with what stood on the disk at one moment, as after a kill then. */
onEachEngine((fresh) => {
  beforeEach(async () => {
    notified = await NotifiedHq.start(await fresh());
    await notified.person('Ada');
  });

  const killed = async () => notified.killed(await fresh());
  const rounds = () => notified.hq.app.get(NoticeRounds);

  /** Once the machine is back and has said everything again, the log going on meanwhile. */
  const back = async (log = 'later') => {
    await notified.file(statusFile({ log }));
    await notified.tell();
    await notified.after(60_000);
  };

  it('killed once something is found: it is told once', async () => {
    await notified.file();
    await rounds().round(notified.now);
    await killed();
    await back();
    expect(notified.titles('Ada')).toEqual([WAITS]);
  });

  it('killed between storing and sending: it is told once', async () => {
    await notified.file();
    await rounds().round(notified.now);
    await notified.hq.app.get(NoticeDealer).deal(notified.now + 3000);
    await killed();
    await back();
    expect(notified.titles('Ada')).toEqual([WAITS]);
  });

  it('killed between sending and hearing that it arrived: once more, in the place of the first', async () => {
    const receiver = await notified.receiver();
    const hook = { name: 'Ops', url: receiver.url, format: 'json', kinds: ['gate_waiting'] };
    const ada = await notified.signedIn('Ada');
    await notified.call('POST', '/api/webhooks', ada, hook);
    notified.service.fallSilent();
    receiver.fallSilent();
    await notified.file();
    await rounds().round(notified.now);
    await rounds().round(notified.now + 3000);
    await Promise.all([notified.service.nth(1), receiver.nth(1)]);
    await killed();
    await back();
    const [first, second, ...more] = notified.shown('Ada');
    expect(second).toEqual(first);
    expect(more).toEqual([]);
    const ids = receiver.received.map(({ json }) => (json as WebhookBody).delivery_id);
    expect(ids).toEqual([ids[0], ids[0]]);
  });

  it('killed in somebody’s quiet hours: it is told once after them', async () => {
    const ada = await notified.signedIn('Ada');
    notified.now = Date.parse('2027-01-15T22:30:00Z');
    const quiet_hours = { start: '22:00', end: '07:00', zone: 'UTC' };
    await notified.call('PUT', '/api/notifications/preferences', ada, { ...UNLESS_SAID, quiet_hours });
    await notified.file();
    await notified.tell();
    await killed();
    await back();
    expect(notified.titles('Ada')).toEqual([]);
    notified.now = Date.parse('2027-01-16T07:01:00Z');
    await back('in the morning');
    expect(notified.titles('Ada')).toEqual([WAITS]);
  });
});
