import { onEachEngine } from '../../testing/engines.js';
import { APPROVE, statusFile, statusUpdate } from '../../testing/fake-machine.js';
import { OUTCOME } from '../../testing/deciding-hq.js';
import { NotifiedHq } from '../../testing/notified-hq.js';
import { NoticeRounds } from './notice-rounds.js';
import type { WaitingGate } from '@codev-hq/protocol';

const WAITS = 'shop: Specify → Plan waits';

let notified: NotifiedHq;

afterEach(() => notified.stop());

onEachEngine((fresh) => {
  beforeEach(async () => {
    notified = await NotifiedHq.start(await fresh());
  });

  it('a gate that starts waiting is told, with the way to it and nothing of what is read there', async () => {
    const ada = await notified.person('Ada');
    await notified.file(statusFile({ log: 'a secret of the project' }));
    await notified.tell();
    const [gate] = (await notified.call('GET', '/api/gates', ada)) as WaitingGate[];
    const [shown, ...more] = notified.shown('Ada');
    expect(more).toEqual([]);
    expect(shown).toMatchObject({
      title: WAITS,
      body: '0068 feature, on Ada’s laptop',
      tag: gate!.gate_id,
      data: { onActionClick: { default: { url: `/gate/${gate!.gate_id}` } } },
    });
    expect(JSON.stringify(shown)).not.toContain('secret');
  });

  it('is told once, however often its machine comes back and HQ starts again', async () => {
    await notified.person('Ada');
    await notified.file();
    await notified.tell();
    await notified.file(statusFile({ log: 'another line' }));
    await notified.tell();
    await notified.machine.request('status_update', statusUpdate('', { deleted: true }));
    await notified.file(statusFile({ log: 'back again' }));
    await notified.tell();
    await notified.restart();
    await notified.file(statusFile({ log: 'after the restart' }));
    await notified.tell();
    expect(notified.titles('Ada')).toEqual([WAITS]);
  });

  it('is told again when it is asked for again after it was passed', async () => {
    await notified.person('Ada');
    await notified.file();
    await notified.tell();
    await notified.file(statusFile({ status: 'passed' }));
    await notified.tell();
    await notified.file(statusFile({ log: 'asked again' }));
    await notified.tell();
    expect(notified.titles('Ada')).toEqual([WAITS, WAITS]);
  });

  it('what comes together is one message', async () => {
    await notified.person('Ada');
    for (let i = 0; i < 30; i++) {
      const id = String(100 + i);
      await notified.file(statusFile({ id }), { status_file: `codev/status/${id}-feature.md` });
    }
    await notified.tell();
    expect(notified.shown('Ada')).toMatchObject([
      { title: '30 gates wait', body: 'shop', data: { onActionClick: { default: { url: '/' } } } },
    ]);
  });

  it('what HQ stored and could not send any more goes out after the next start', async () => {
    await notified.person('Ada');
    notified.service.fallSilent();
    await notified.file();
    await notified.hq.app.get(NoticeRounds).round(notified.now);
    await notified.hq.app.get(NoticeRounds).round(notified.now + 3000);
    // It is under way and unanswered when HQ stops.
    await notified.service.nth(1);
    await notified.restart();
    notified.now += 3000;
    await notified.round();
    expect(notified.titles('Ada')).toEqual([WAITS, WAITS]);
    await notified.restart();
    await notified.tell();
    expect(notified.titles('Ada')).toHaveLength(2);
  });

  it('what was found and not yet made into deliveries goes out after the next start', async () => {
    await notified.person('Ada');
    await notified.file();
    await notified.round();
    expect(notified.titles('Ada')).toEqual([]);
    await notified.restart();
    await notified.tell();
    expect(notified.titles('Ada')).toEqual([WAITS]);
  });
});

describe('a gate', () => {
  beforeEach(async () => {
    notified = await NotifiedHq.start({});
  });

  it('that was decided before anybody was told is not told', async () => {
    const ada = await notified.person('Ada');
    await notified.file();
    await notified.round();
    await notified.call('POST', '/api/approve', ada, APPROVE);
    notified.now += 3000;
    await notified.round();
    expect(notified.titles('Ada')).toEqual([]);
  });

  it('that waits for a new version is told with it, and not before', async () => {
    const ada = await notified.person('Ada');
    await notified.file();
    await notified.tell();
    const request = { path: '/api/reject', body: { comment: 'Say more.' } };
    await notified.decide(ada, { payload: OUTCOME }, request);
    await notified.tell();
    expect(notified.titles('Ada')).toHaveLength(1);
    await notified.file(statusFile().replace('## Log', 'More.\n\n## Log'));
    await notified.tell();
    expect(notified.titles('Ada')).toEqual([WAITS, WAITS]);
  });
});
