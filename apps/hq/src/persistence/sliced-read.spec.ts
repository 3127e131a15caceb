import { CompiledQuery, Kysely } from 'kysely';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onEachEngine } from '../../testing/engines.js';
import { RunningHq } from '../../testing/running-hq.js';
import { pastDecision, pastFact, storePast, type Past } from '../../testing/stored-past.js';
import { AuditRepository, type ToldFilter } from './audit.repository.js';
import { DATABASE_FILE, openDatabase, sqliteFile } from './database.js';
import { DecisionRepository, type DecisionFilter } from './decision.repository.js';
import { HistoryRepository, type HistoryFilter } from './history.repository.js';
import type { DecisionRow, HistoryRow, Tables } from './tables.js';

const AT = Date.parse('2026-03-02T09:00:00Z');
const MOST_AT_ONCE = 500;

/** Many at the same time, of a few machines and projects. */
const FACTS: readonly HistoryRow[] = Array.from({ length: 2500 }, (_, n) =>
  pastFact(n, {
    at: AT + Math.floor(n / 40),
    kind: ['gate-opened', 'phase-changed', 'machine-online'][n % 3],
    instance_id: `machine-${n % 7}`,
    project_path: n % 3 === 2 ? null : `/code/p${n % 11}`,
    project_name: n % 3 === 2 ? null : `p${n % 11}`,
    project_id: n % 3 === 2 ? null : n % 400 === 0 ? 'p3' : String(n % 13),
  }),
);
const DECISIONS: readonly DecisionRow[] = Array.from({ length: 1500 }, (_, n) =>
  pastDecision(n, {
    decided_at: AT + Math.floor(n / 40),
    gate_id: `gate-${n % 50}`,
    instance_id: `machine-${n % 7}`,
    project_path: `/code/p${n % 11}`,
    project_id: String(n % 13),
    approver_id: `person-${n % 9}`,
    kind: n % 5 ? 'approve' : 'request_changes',
    state: n === 3 ? 'refused' : 'applied',
  }),
);
const PAST: Past = { history: FACTS, decisions: DECISIONS };

const P3 = { id: 'p3', paths: ['/code/p3', '/code/p5'] };
const FACT_FILTERS: Record<string, Omit<HistoryFilter, 'limit'>> = {
  everything: {},
  'a kind': { kinds: ['machine-online'] },
  'a kind that there is not': { kinds: ['gate-vanished'] },
  'many kinds': { kinds: ['gate-opened', 'a', 'b', 'c'] },
  'a machine': { instanceId: 'machine-3' },
  'a project by its id, its name and its paths': { project: P3 },
  'a project on more paths than are walked': {
    project: { id: '3', paths: Array.from({ length: 40 }, (_, n) => `/code/p${n}`) },
  },
  'a project that there is not': { project: { id: 'nosuch', paths: [] } },
  'a kind of a project of a machine': { kinds: ['phase-changed'], project: P3, instanceId: 'machine-1' },
  'a time': { since: AT + 10, until: AT + 20 },
  'what comes behind one of the same time': { before: { at: AT + 30, seq: 1_000_001_210 } },
};
const DECISION_FILTERS: Record<string, Omit<DecisionFilter, 'limit'>> = {
  everything: {},
  'a state': { states: ['refused'] },
  'a state that there is not': { states: ['expired'] },
  'a person': { approverId: 'person-4' },
  'a gate': { gateId: 'gate-7', kind: 'approve', states: ['applied'] },
  'a project by its path': { projectPath: '/code/p3' },
  'a project of a machine': { instanceId: 'machine-2', projectPath: '/code/p4', projectId: '6' },
  'a project by its id and its paths': { project: P3 },
  'a machine and a state that it has not': { instanceId: 'machine-2', states: ['expired'] },
  'a time': { since: AT + 10, until: AT + 20 },
};

function fitsFact(
  row: HistoryRow,
  { kinds, instanceId, project, since, until, before }: Partial<HistoryFilter>,
) {
  const paths = [project?.id, ...(project?.paths ?? [])];
  return (
    (!kinds || kinds.includes(row.kind)) &&
    (instanceId === undefined || row.instance_id === instanceId) &&
    (!project ||
      row.project_id === project.id ||
      row.project_name === project.id ||
      paths.includes(row.project_path ?? '')) &&
    isWithin(row.at, since, until) &&
    (!before || row.at < before.at || (row.at === before.at && row.seq < before.seq))
  );
}

const COLUMNS = {
  approverId: 'approver_id',
  gateId: 'gate_id',
  kind: 'kind',
  projectPath: 'project_path',
  projectId: 'project_id',
  instanceId: 'instance_id',
} as const;

function fitsDecision(row: DecisionRow, filter: Partial<DecisionFilter>) {
  const { states, project, since, until } = filter;
  const isAsked = Object.entries(COLUMNS).every(([name, column]) => {
    const asked = filter[name as keyof typeof COLUMNS];
    return asked === undefined || asked === row[column];
  });
  const paths = [project?.id, ...(project?.paths ?? [])];
  const isOfProject = !project || row.project_id === project.id || paths.includes(row.project_path);
  const isInState = !states || states.includes(row.state);
  return isAsked && isOfProject && isInState && isWithin(row.decided_at, since, until);
}

const isWithin = (at: number, since = -Infinity, until = Infinity) => at >= since && at < until;

onEachEngine((fresh) => {
  let hq: RunningHq;
  beforeAll(async () => {
    hq = await RunningHq.start(await fresh());
    await storePast(hq, PAST);
  });
  afterAll(() => hq.stop());

  it.each(Object.entries(FACT_FILTERS))('of what happened it finds %s, page for page', async (_, filter) => {
    const expected = FACTS.filter((row) => fitsFact(row, filter)).map(({ seq }) => seq);
    const history = hq.app.get(HistoryRepository);
    const found: number[] = [];
    for (let before = filter.before, limit = 1; ; limit = 700) {
      const rows = await history.find({ ...filter, ...(before && { before }), limit });
      found.push(...rows.map(({ seq }) => seq));
      before = rows.at(-1);
      if (rows.length < limit) break;
    }
    expect(found).toEqual(expected.reverse());
  });

  it.each(Object.entries(DECISION_FILTERS))(
    'of what was decided it finds %s, page for page',
    async (_, filter) => {
      const expected = DECISIONS.filter((row) => fitsDecision(row, filter)).map(({ id }) => id);
      const decisions = hq.app.get(DecisionRepository);
      const found: string[] = [];
      for (let before: DecisionFilter['before'], limit = 1; ; limit = 700) {
        const rows = await decisions.rows({ ...filter, ...(before && { before }), limit });
        found.push(...rows.map(({ id }) => id));
        const last = rows.at(-1);
        before = last && { decidedAt: last.decided_at, id: last.id };
        if (rows.length < limit) break;
      }
      expect(found).toEqual(expected.reverse());
    },
  );
});

describe('the embedded engine, which reads where everything else runs', () => {
  let dir: string;
  let db: Kysely<Tables>;
  let asked: CompiledQuery[] = [];

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'codev-hq-'));
    await (await openDatabase({ dataDir: dir })).destroy();
    const dialect = sqliteFile(join(dir, DATABASE_FILE));
    db = new Kysely<Tables>({ dialect, log: ({ query }) => void asked.push(query) });
    for (let i = 0; i < FACTS.length; i += 200)
      await db
        .insertInto('history')
        .values(FACTS.slice(i, i + 200))
        .execute();
  });
  beforeEach(() => (asked = []));
  afterAll(async () => {
    await db.destroy();
    rmSync(dir, { recursive: true });
  });

  /** How it goes about what was asked: the index of each step, or the step itself where it has none. */
  async function steps(): Promise<string[]> {
    const plans: string[] = [];
    for (const { sql, parameters } of [...asked]) {
      const plan = CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]);
      const { rows } = await db.executeQuery<{ detail: string }>(plan);
      plans.push(
        ...rows.map(({ detail }) => detail).filter((detail) => /^(SCAN|SEARCH) (?!slice|\()/.test(detail)),
      );
    }
    const indexes = plans.map((detail) => detail.replace(/^.* USING (COVERING )?INDEX (\w+).*/, 'by $2'));
    return [...new Set(indexes)].sort();
  }

  const writer = { write: () => Promise.resolve(), close: () => Promise.resolve() };
  const facts = (filter: Omit<HistoryFilter, 'limit'>) =>
    new HistoryRepository(db, writer).find({ ...filter, limit: 50 });
  const decisions = (filter: Omit<DecisionFilter, 'limit'>) =>
    new DecisionRepository(db).rows({ ...filter, limit: 50 });

  it.each<[string, () => Promise<unknown>, readonly string[]]>([
    ['everything', () => facts({}), ['by history_by_time']],
    ['a time', () => facts({ since: AT, until: AT + 9 }), ['by history_by_time']],
    ['kinds that are nearly all', () => facts({ kinds: ['a', 'b', 'c', 'd'] }), ['by history_by_time']],
    ['a kind', () => facts({ kinds: ['a'], since: AT }), ['by history_by_kind']],
    [
      'a machine',
      () => facts({ instanceId: 'machine-3', kinds: ['a', 'b', 'c', 'd'] }),
      ['by history_by_machine'],
    ],
    [
      'a project',
      () => facts({ project: P3, kinds: ['gate-opened'], instanceId: 'machine-3' }),
      ['by history_by_project_id', 'by history_by_project_name', 'by history_by_project_path'],
    ],
    ['decisions', () => decisions({}), ['by decision_by_time']],
    ['decisions in a state', () => decisions({ states: ['expired'] }), ['by decision_by_state']],
    ['a person’s', () => decisions({ approverId: 'ada', states: ['sent'] }), ['by decision_by_approver']],
    [
      'a gate’s',
      () => decisions({ gateId: 'g', kind: 'approve', states: ['applied'] }),
      ['by decision_by_gate'],
    ],
    ['a machine’s', () => decisions({ instanceId: 'm', states: ['sent'] }), ['by decision_by_machine']],
    ['a path’s', () => decisions({ instanceId: 'm', projectPath: '/p' }), ['by decision_by_project_path']],
    [
      'a project’s',
      () => decisions({ project: P3 }),
      ['by decision_by_project_id', 'by decision_by_project_path'],
    ],
    [
      'events',
      () => told({ events: ['signed-in', 'signed-out'], actor: 'person:ada' }),
      ['by audit_by_event'],
    ],
    [
      'one event by number',
      () => new AuditRepository(db).newest({ event: 'x', limit: 50 }),
      ['by sqlite_autoindex_audit_1'],
    ],
  ])('looks for %s by an index that goes on in the order of the answer', async (_, ask, expected) => {
    await ask();
    expect(await steps()).toEqual(expected);
  });

  const told = (filter: Omit<ToldFilter, 'limit'>) => new AuditRepository(db).told({ ...filter, limit: 50 });

  it('goes on where it was, also within a time that is asked for', async () => {
    await facts({ since: AT, until: AT + 9_999, kinds: ['a', 'b', 'c', 'd'] });
    const goingOn = asked.filter(({ sql }) => sql.includes('<')).slice(2);
    expect(goingOn.length).toBeGreaterThan(2);
    for (const { sql, parameters } of goingOn) {
      const plan = CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]);
      const { rows } = await db.executeQuery<{ detail: string }>(plan);
      expect(rows.map(({ detail }) => detail).join()).toContain('(at,seq)<(?,?)');
    }
  });

  it('looks at no more rows in one statement than others can wait for, and lets them in between', async () => {
    let turns = 0;
    const turn = () => {
      turns += 1;
      timer = setImmediate(turn);
    };
    let timer = setImmediate(turn);
    // Nothing fits, so that everything has to be looked at.
    expect(await facts({ kinds: ['a', 'b', 'c', 'd'] })).toEqual([]);
    clearImmediate(timer);
    const slices = asked.length / 2;
    expect(slices).toBeGreaterThanOrEqual(FACTS.length / MOST_AT_ONCE);
    expect(turns).toBeGreaterThanOrEqual(slices - 1);
    for (const { sql, parameters } of asked.filter(({ sql }) => sql.includes('offset'))) {
      expect(sql).toMatch(/limit 1 offset \?$/);
      expect(parameters.at(-1)).toBeLessThan(MOST_AT_ONCE);
    }
  });
});

it('gives a turn of the loop to one long read at a time', async () => {
  const { loopTurn } = await import('./loop-turns.js');
  const [inThisTurn, most] = [{ reads: 0 }, { reads: 0 }];
  const count = () => {
    most.reads = Math.max(most.reads, inThisTurn.reads);
    inThisTurn.reads = 0;
    timer = setImmediate(count);
  };
  let timer = setImmediate(count);
  await Promise.all(
    Array.from({ length: 50 }, async () => {
      for (let i = 0; i < 3; i += 1) {
        await loopTurn();
        inThisTurn.reads += 1;
      }
    }),
  );
  clearImmediate(timer);
  expect(most.reads).toBe(1);
});
