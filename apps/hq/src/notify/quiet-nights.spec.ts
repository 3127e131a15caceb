import { onEachEngine } from '../../testing/engines.js';
import { statusFile } from '../../testing/fake-machine.js';
import { NotifiedHq } from '../../testing/notified-hq.js';
import { UNLESS_SAID } from './preferences.js';

const MINUTE = 60_000;
const WAITS = 'shop: Specify → Plan waits';

let notified: NotifiedHq;
let ada: string;

afterEach(() => notified.stop());

onEachEngine((fresh) => {
  beforeEach(async () => {
    notified = await NotifiedHq.start(await fresh());
    ada = await notified.person('Ada');
    await notified.call('PUT', '/api/notifications/preferences', ada, {
      ...UNLESS_SAID,
      quiet_hours: { start: '22:00', end: '07:00', zone: 'Europe/Berlin' },
    });
  });

  const at = async (moment: string) => {
    notified.now = Date.parse(moment);
    await notified.tell();
  };
  const gate = (id: string, log = 'Started') =>
    notified.file(statusFile({ id, log }), { status_file: `codev/status/${id}-x.md` });

  it('what came in a night in which clocks go forward is one message at seven, over a restart', async () => {
    notified.now = Date.parse('2027-03-27T21:00:00Z');
    for (const id of ['101', '102', '103', '104']) await gate(id);
    await notified.tell();
    await at('2027-03-28T01:30:00Z');
    await gate('105');
    await notified.tell();
    await notified.restart();
    for (const id of ['101', '102', '103', '104', '105']) await gate(id, 'back');
    await at('2027-03-28T04:58:00Z');
    expect(notified.titles('Ada')).toEqual([]);
    await at('2027-03-28T05:00:30Z');
    await at('2027-03-28T05:30:00Z');
    expect(notified.titles('Ada')).toEqual(['While it was quiet: 5 gates wait']);
  });

  it('what could not be delivered before the night does not ring in it', async () => {
    notified.service.answer(500);
    notified.now = Date.parse('2027-01-15T20:59:50Z');
    await gate('101');
    await notified.tell();
    expect(notified.shown('Ada')).toHaveLength(1);
    await at('2027-01-15T21:05:00Z');
    await notified.restart();
    await gate('101', 'back');
    await at('2027-01-16T05:58:00Z');
    expect(notified.shown('Ada')).toHaveLength(1);
    await at('2027-01-16T06:00:00Z');
    await notified.after(MINUTE);
    expect(notified.titles('Ada')).toEqual([WAITS, WAITS]);
  });
});
