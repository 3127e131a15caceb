import { onEachEngine } from '../../testing/engines.js';
import { RunningHq } from '../../testing/running-hq.js';
import { InsightsService } from '../activity/insights.service.js';
import type { Database } from '../persistence/database.js';
import { DATABASE } from '../persistence/persistence.tokens.js';
import { ReadingCallers } from './long-reads.js';
import { SessionRepository } from '../persistence/session.repository.js';

const LONG = ['/api/activity', '/api/insights', '/api/decisions', '/api/audit', '/api/audit/verify'];
const AT_ONCE = 6;

let hq: RunningHq;
let ada: string;

/** Of a log that no system's buffers hold, so that whoever does not read it keeps HQ waiting. */
async function longLog(): Promise<void> {
  const rows = Array.from({ length: 500 }, (_, n) => ({
    seq: 1_000_000 + n,
    at: n,
    actor: 'hq',
    event: 'command-requested',
    details: JSON.stringify({ words: 'x'.repeat(64 * 1024) }),
    previous_hash: '',
    hash: '',
  }));
  for (const row of rows) await hq.app.get<Database>(DATABASE).insertInto('audit').values(row).execute();
}

it('whoever opens much and reads none of it gets their places back after half a minute', async () => {
  hq = await RunningHq.start();
  const cookie = await hq.signIn('Ada', 'ada@example.org');
  await longLog();
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'Date', 'performance'] });
  try {
    const open = () => hq.call('GET', '/api/audit', { cookie });
    const unread = await Promise.all(Array.from({ length: AT_ONCE }, open));
    expect(unread.map(({ status }) => status)).toEqual(unread.map(() => 200));
    expect((await hq.call('GET', '/api/activity', { cookie })).status).toBe(429);
    while ((await hq.call('GET', '/api/activity', { cookie })).status === 429)
      jest.advanceTimersByTime(30_000);
    for (const answer of unread) await expect(answer.text()).rejects.toThrow('terminated');
  } finally {
    jest.useRealTimers();
    await hq.stop();
  }
});

onEachEngine((fresh) => {
  beforeEach(async () => {
    hq = await RunningHq.start(await fresh());
    ada = await hq.signIn('Ada', 'ada@example.org');
  });
  afterEach(() => hq.stop());

  const read = (path: string, cookie = ada) => hq.call('GET', path, { cookie });

  it('whoever reads much at once is asked to wait, and nobody else', async () => {
    const id = (await hq.app.get(SessionRepository).people())[0]!.id;
    const callers = hq.app.get(ReadingCallers);
    for (let i = 0; i < AT_ONCE; i += 1) callers.begin(id);
    for (const path of LONG) {
      const refused = await read(path);
      expect([path, refused.status, refused.headers.get('retry-after')]).toEqual([path, 429, '2']);
      expect(await refused.json()).toMatchObject({ code: 'RATE_LIMITED' });
    }
    expect((await read('/api/gates')).status).toBe(200);
    const grace = await hq.signIn('Grace', 'grace@example.org');
    expect((await read('/api/activity', grace)).status).toBe(200);
    callers.end(id);
    // Each gives its place back, also one that is refused for another reason.
    for (const path of [...LONG, '/api/insights?zone=Mars', '/api/activity?cursor=x', ...LONG]) {
      const answer = await read(path);
      await answer.text();
      expect([path, answer.status]).toEqual([path, /Mars|cursor/.test(path) ? 400 : 200]);
    }
  });

  it.each(['same-site', 'cross-site'])(
    'a %s page reads nothing long with a person’s cookie, and its server takes none of the person’s places',
    async (site) => {
      const bare = { 'x-codev-page-secret': '' };
      for (const path of LONG.slice(0, 3)) {
        const headers = { ...bare, 'sec-fetch-site': site };
        const refused = await hq.call('GET', path, { cookie: ada, headers });
        expect([path, refused.status]).toEqual([path, 403]);
        expect(await refused.json()).toMatchObject({ error: /not HQ’s/ });
        const key = await hq.key('read');
        expect((await hq.call('GET', path, { key, headers: { 'sec-fetch-site': site } })).status).toBe(200);
      }
      const id = (await hq.app.get(SessionRepository).people())[0]!.id;
      const callers = hq.app.get(ReadingCallers);
      for (let i = 0; i < AT_ONCE; i += 1) callers.begin(`${id} by cookie`);
      for (const path of LONG.slice(0, 3)) {
        const byCookie = { cookie: ada, headers: { ...bare, 'sec-fetch-site': 'none' } };
        expect([path, (await hq.call('GET', path, byCookie)).status]).toEqual([path, 429]);
        expect([path, (await read(path)).status]).toEqual([path, 200]);
      }
    },
  );

  it('the same figures are counted once for everybody who asks meanwhile and shortly after', async () => {
    const service = hq.app.get(InsightsService);
    const counted: unknown[] = [];
    const figures = service.figures.bind(service);
    service.figures = (period) => {
      counted.push(period);
      return figures(period);
    };
    const grace = await hq.signIn('Grace', 'grace@example.org');
    const asked = '/api/insights?since=2020-01-01T00:00:00Z';
    const answers = await Promise.all([ada, grace, ada, grace].map((cookie) => read(asked, cookie)));
    const told = await Promise.all(answers.map((answer) => answer.json()));
    expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
    expect((await read(asked)).status).toBe(200);
    expect(counted).toHaveLength(1);
    expect((await read(`${asked}&zone=Europe/Berlin`)).status).toBe(200);
    expect(counted).toHaveLength(2);
  });
});
