import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { UnsecuredJWT } from 'jose';
import { ApprovalBench } from '../../testing/approval-bench.js';
import { Cleanup } from '../../testing/running-connector.js';
import { TempFolder } from '../../testing/temp-repository.js';
import { DecisionJournal, type JournalEntry } from './decision-journal.js';
import { approvalOrder } from './decision-order.js';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const DAY_S = 24 * 3600;
const NOW = new Date('2026-06-01T12:00:00Z');
const agoInSeconds = (days: number): number => NOW.getTime() / 1000 - days * DAY_S;

/** A journal with one answered decision, last touched so many days ago. */
async function answered(daysAgo: number, goodForDays?: number) {
  const folder = cleanup.folder(new TempFolder());
  const bench = await ApprovalBench.on(cleanup, folder);
  const exp = agoInSeconds(-(goodForDays ?? 0));
  const proof = goodForDays === undefined ? undefined : new UnsecuredJWT({ exp }).encode();
  const entry: JournalEntry = {
    decisionId: 'd',
    state: 'refused',
    receivedAt: NOW.toISOString(),
    order: approvalOrder(bench.payload({ decision_id: 'd', proof }), 'e'),
    refusal: { code: 'GIT_FAILED', error: 'no' },
  };
  const journal = new DecisionJournal(folder.path);
  await journal.save(entry);
  const [file = ''] = readdirSync(join(folder.path, 'decisions'));
  utimesSync(join(folder.path, 'decisions', file), agoInSeconds(daysAgo), agoInSeconds(daysAgo));
  return journal;
}

describe('the journal, looked through when a process starts,', () => {
  test.each([
    ['keeps an answer for 90 days', 89, undefined, true],
    ['drops it then', 91, undefined, false],
    ['keeps it as long as its proof is good, whatever HQ was told to wait', 400, 1, true],
    ['drops it when that is over too', 400, -1, false],
    ['keeps it for 90 days when its proof is over sooner', 89, -80, true],
  ])('%s', async (_, daysAgo, goodForDays, kept) => {
    const journal = await answered(daysAgo, goodForDays);
    expect(await journal.unfinished(NOW)).toEqual([]);
    expect((await journal.read('d')) !== undefined).toBe(kept);
  });
});
