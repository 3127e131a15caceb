import { onEachEngine } from '../../testing/engines.js';
import { RunningHq } from '../../testing/running-hq.js';
import { NoticeRepository } from '../persistence/notice.repository.js';
import type { News } from './news.js';
import { NoticeBoard } from './notice-board.js';
import { inEveryLanguage } from './notice-words.js';

let hq: RunningHq;

const piece = (subject: string, version: string, instanceId = 'machine-1'): News => ({
  kind: 'gate_waiting',
  subject,
  version,
  instanceId,
  projectPath: '/code/shop',
  said: inEveryLanguage((words) => ({ title: words.gateWaits('shop: plan'), body: '' })),
  url: '/',
});

onEachEngine((fresh) => {
  beforeEach(async () => {
    hq = await RunningHq.start({ noticeRoundMs: 0, ...(await fresh()) });
  });
  afterEach(() => hq.stop());

  const stored = async () => hq.app.get(NoticeRepository).lasting();

  it('one machine fills the board no further than its share; another is told of as before', async () => {
    const board = hq.app.get(NoticeBoard);
    const flood = Array.from({ length: 2100 }, (_, n) => piece(`gate:${n}`, '1'));
    await board.tell(flood, 0, true);
    expect(await stored()).toHaveLength(2000);
    await board.tell([piece('gate:other', '1', 'machine-2')], 0, true);
    await board.tell([piece('gate:2099', '1')], 60_000, true);
    expect(await stored()).toHaveLength(2002);
  });

  it('of one subject the newest versions are remembered, also after a restart', async () => {
    const flapping = Array.from({ length: 20 }, (_, n) => n);
    const board = hq.app.get(NoticeBoard);
    for (const n of flapping) await board.tell([piece('gate:1', `${n}`)], n, true);
    hq = await hq.restart();
    for (const one of [board, hq.app.get(NoticeBoard)]) {
      const told = flapping.filter((n) => one.isTold('gate:1', `${n}`));
      expect(told).toEqual([12, 13, 14, 15, 16, 17, 18, 19]);
    }
  });
});
