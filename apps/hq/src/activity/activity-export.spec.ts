import type { ActivityEntry } from '@codev-hq/protocol';
import { onEachEngine } from '../../testing/engines.js';
import { RunningHq } from '../../testing/running-hq.js';
import { pastDecision, pastFact, storePast } from '../../testing/stored-past.js';

/** More than are fetched at a time, several times over. */
const MANY = 1200;

let hq: RunningHq;
let ada: string;

/** RFC 4180, as a spreadsheet reads it. */
function cellsOf(csv: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

onEachEngine((fresh) => {
  beforeEach(async () => {
    hq = await RunningHq.start(await fresh());
    ada = await hq.signIn('Ada', 'ada@example.org');
  });
  afterEach(() => hq.stop());

  const exported = async (query: string) => {
    const response = await hq.call('GET', `/api/activity?${query}`, { cookie: ada });
    expect(response.status).toBe(200);
    return { response, text: await response.text() };
  };

  it('holds everything that fits the filter, in both formats, newest first', async () => {
    const at = Date.parse('2026-03-02T09:00:00Z');
    await storePast(hq, {
      history: Array.from({ length: MANY }, (_, n) => pastFact(n, { at: at + (n % 7) })),
      decisions: Array.from({ length: MANY }, (_, n) => pastDecision(n, { decided_at: at + (n % 5) })),
    });
    const { response, text } = await exported('format=ndjson&kind=gate-opened,decision');
    expect(response.headers.get('content-type')).toMatch(/^application\/x-ndjson/);
    expect(response.headers.get('content-disposition')).toContain('activity.ndjson');
    const entries = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as ActivityEntry);
    expect(entries).toHaveLength(2 * MANY);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(2 * MANY);
    expect(entries.map((entry) => entry.at)).toEqual(
      entries
        .map((entry) => entry.at)
        .sort()
        .reverse(),
    );
    const csv = await exported('format=csv&kind=gate-opened,decision');
    const [head, ...rows] = cellsOf(csv.text);
    expect(csv.response.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(rows.map((row) => row[head!.indexOf('id')])).toEqual(entries.map(({ id }) => id));
    const some = await exported('format=csv&kind=decision&person=nobody');
    expect(cellsOf(some.text)).toHaveLength(1);
  });

  it('has nothing in it that a spreadsheet would carry out, and gives back every other text as it was', async () => {
    const hostile = [
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      '\t=1',
      '\r=1',
      ' =1',
      '\u00a0=1',
      '＝1+1',
      '＋1',
      '－1',
      '＠A1',
    ];
    const harmless = ['a, b', 'say "no"', 'two\r\nlines', 'x=1', 'Ünï — 漢字', '"=1"'];
    const parted = ['x;=1+1', 'a";=1', 'x; ＠A1', ';-1;+2'];
    const titles = [...hostile, ...parted, ...harmless];
    await storePast(hq, { history: titles.map((title, n) => pastFact(n, { title })) });
    const { text } = await exported('format=csv&kind=gate-opened');
    const [head, ...rows] = cellsOf(text);
    const written = rows.map((row) => row[head!.indexOf('title')]).reverse();
    const partedSafely = ["x;'=1+1", 'a";\'=1', "x;' ＠A1", ";'-1;'+2"];
    expect(written).toEqual([...hostile.map((title) => `'${title}`), ...partedSafely, ...harmless]);
  });
});
