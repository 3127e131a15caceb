import { onEachEngine } from '../../testing/engines.js';
import { RunningHq } from '../../testing/running-hq.js';
import { InsightsService } from '../activity/insights.service.js';
import { ReadingCallers } from './long-reads.js';
import { SessionRepository } from '../persistence/session.repository.js';

const LONG = ['/api/activity', '/api/insights', '/api/decisions', '/api/audit', '/api/audit/verify'];
const AT_ONCE = 6;

let hq: RunningHq;
let ada: string;

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
