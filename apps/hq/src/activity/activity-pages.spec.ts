import type { ActivityEntry, ActivityPage, PeopleList } from '@codev-hq/protocol';
import { onEachEngine } from '../../testing/engines.js';
import { FakeMachine, registration } from '../../testing/fake-machine.js';
import { activity } from '../../testing/recorded-history.js';
import { FIXED_KEY, RunningHq } from '../../testing/running-hq.js';
import { pastDecision, pastFact, storePast } from '../../testing/stored-past.js';

const AT = Date.parse('2026-03-02T09:00:00Z');
const MINUTE = 60_000;

let hq: RunningHq;
let ada: string;

onEachEngine((fresh) => {
  beforeEach(async () => {
    hq = await RunningHq.start(await fresh());
    ada = await hq.signIn('Ada', 'ada@example.org');
  });
  afterEach(() => hq.stop());

  const iso = (ms: number) => new Date(ms).toISOString();
  const ids = (entries: readonly ActivityEntry[]) => entries.map(({ id }) => id);
  const range = (count: number) => Array.from({ length: count }, (_, n) => n);

  async function walk(
    query: string,
    between: () => Promise<void> = async () => {},
  ): Promise<ActivityEntry[][]> {
    const pages: ActivityEntry[][] = [];
    for (let cursor: string | undefined; ;) {
      const page: ActivityPage = await activity(hq, ada, `${query}${cursor ? `&cursor=${cursor}` : ''}`);
      pages.push(page.entries);
      if (page.next === undefined) return pages;
      cursor = page.next;
      await between();
    }
  }

  describe('pages', () => {
    it('hold everything once and in one order, also what happened at the same time in different places', async () => {
      const at = AT;
      await storePast(hq, {
        history: range(20).map((n) => pastFact(n, { at: n < 15 ? at : at - 1 })),
        decisions: range(20).map((n) => pastDecision(n, { decided_at: n < 15 ? at : at + 1 })),
      });
      const { entries: whole } = await activity(hq, ada, `limit=200&until=${iso(at + MINUTE)}`);
      expect(whole).toHaveLength(40);
      expect(whole.map((entry) => entry.at)).toEqual(
        whole
          .map((entry) => entry.at)
          .sort()
          .reverse(),
      );
      for (const limit of [1, 7, 20, 39]) {
        const pages = await walk(`limit=${limit}&until=${iso(at + MINUTE)}`);
        expect(pages.slice(0, -1).every((page) => page.length === limit)).toBe(true);
        expect(ids(pages.flat())).toEqual(ids(whole));
      }
    });

    it('do not move when something happens meanwhile, before or at the same time', async () => {
      await storePast(hq, { history: range(10).map((n) => pastFact(n, { at: AT })) });
      const before = ids((await activity(hq, ada, `limit=200&kind=gate-opened`)).entries);
      let n = 100;
      const pages = await walk('limit=3&kind=gate-opened', async () => {
        n += 1;
        await storePast(hq, { history: [pastFact(n, { at: AT }), pastFact(n + 50, { at: AT + MINUTE })] });
      });
      expect(ids(pages.flat())).toEqual(before);
    });

    it('of a cursor that is none of HQ’s, or of a kind that there is not, are refused in words', async () => {
      for (const [query, words] of [
        ['cursor=nonsense', 'This cursor is none of HQ’s. Start without one.'],
        ['kind=decision,weather', 'There is no kind "weather".'],
        ['limit=0', 'limit'],
        ['since=yesterday', 'since'],
      ] as const) {
        const answer = await hq.call('GET', `/api/activity?${query}`, { cookie: ada });
        expect(answer.status).toBe(400);
        expect(((await answer.json()) as { error: string }).error).toContain(words);
      }
    });
  });

  describe('a search', () => {
    it('finds every word in any order and case, over as many pages as it takes', async () => {
      const titled = (n: number) =>
        n % 100 === 7 ? { title: 'Retry the QUEUE', gate: 'plan-approval' } : {};
      await storePast(hq, { history: range(1000).map((n) => pastFact(n, titled(n))) });
      const pages = await walk('q=queue%20plan-appr&limit=4');
      expect(pages.flat().map(({ id }) => id)).toEqual(
        [907, 807, 707, 607, 507, 407, 307, 207, 107, 7].map((n) => `h${1_000_000_000 + n}`),
      );
      expect(pages.map((page) => page.length)).toEqual([4, 4, 2]);
      expect((await activity(hq, ada, 'q=queue%20spec-approval')).entries).toEqual([]);
      // A sign that means something to a database does not here.
      expect((await activity(hq, ada, 'q=%25')).entries).toEqual([]);
    });

    it('reads what a person wrote, and who decided', async () => {
      const comment = 'Say what happens when the disk is full.';
      await storePast(hq, {
        decisions: [
          pastDecision(1, { kind: 'request_changes', comment, approver_name: 'Grace Hopper' }),
          pastDecision(2),
        ],
      });
      const { entries } = await activity(hq, ada, 'q=disk%20hopper');
      expect(entries).toMatchObject([
        { decision: { comment, kind: 'request_changes' }, who: { name: 'Grace Hopper' } },
      ]);
    });
  });

  describe('a filter', () => {
    beforeEach(async () => {
      const machine = await FakeMachine.registered(
        hq.url,
        FIXED_KEY,
        registration({
          projects: [
            { path: '/code/shop', name: 'shop' },
            { path: '/code/b', name: 'blog' },
          ],
        }),
      );
      await machine.close();
      const blog = { project_path: '/code/b', project_id: '0007' };
      await storePast(hq, {
        history: [
          pastFact(1),
          pastFact(2, { ...blog, project_name: 'blog', instance_id: 'machine-2' }),
          pastFact(3, { kind: 'phase-changed', came_from: 'specify', went_to: 'plan' }),
          pastFact(4, { at: AT - 60 * MINUTE }),
        ],
        decisions: [pastDecision(1), pastDecision(2, { ...blog, approver_id: 'grace' })],
      });
    });

    const past = `until=${iso(AT + MINUTE)}`;
    const found = async (query: string) =>
      ids((await activity(hq, ada, `${past}&${query}`)).entries)
        .map((id) => id.replace('h100000000', 'h').replace('ddecision-0000000', 'd'))
        .sort();

    it.each([
      ['kind=phase-changed', ['h3']],
      ['kind=decision,phase-changed', ['d1', 'd2', 'h3']],
      ['project=0007', ['d2', 'h2']],
      ['project=/code/b', ['d2', 'h2']],
      ['project=blog', ['d2', 'h2']],
      ['project=shop', ['d1', 'h1', 'h3', 'h4']],
      ['instance=machine-2', ['h2']],
      ['person=grace', ['d2']],
      [`since=${iso(AT)}`, ['d1', 'd2', 'h1', 'h2', 'h3']],
      [`since=${iso(AT + 2)}&project=shop`, ['h3']],
      ['project=nothing', []],
    ])('%s', async (query, expected) => {
      expect(await found(query)).toEqual(expected);
    });
  });

  describe('what the audit log tells', () => {
    it('is for administrators, by the name of who did it', async () => {
      const grace = await hq.signIn('Grace', 'grace@example.org');
      const signIns = async (cookie: string, query = '') =>
        (await activity(hq, cookie, `kind=signed-in${query}`)).entries;
      expect((await signIns(ada)).map(({ who }) => who?.name)).toEqual(['Grace', 'Ada']);
      expect(await signIns(grace)).toEqual([]);
      const list = await hq.call('GET', '/api/people', { cookie: ada });
      const { people } = (await list.json()) as PeopleList;
      const { person_id } = people.find(({ name }) => name === 'Grace')!;
      expect((await signIns(ada, `&person=${person_id}`)).map(({ who }) => who?.name)).toEqual(['Grace']);
      expect(await signIns(ada, '&project=shop')).toEqual([]);
    });
  });
});
