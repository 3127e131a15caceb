import type { AuditRow } from './tables.js';
import { auditHash } from './audit.repository.js';
import { verifyAudit } from './audit-verification.js';

function chain(length: number): AuditRow[] {
  const rows: AuditRow[] = [];
  for (let seq = 1; seq <= length; seq += 1) rows.push(next(rows, seq));
  return rows;
}

function next(
  before: readonly AuditRow[],
  seq: number,
  actor = 'ada',
  event = 'decided',
  details = `{"n":${seq}}`,
): AuditRow {
  const row = { seq, at: seq * 1000, actor, event, details, previous_hash: before.at(-1)?.hash ?? '' };
  return { ...row, hash: auditHash(row) };
}

function log(rows: AuditRow[], head = rows.at(-1), steps: Record<string, number> = {}) {
  return {
    async *decisionSteps() {
      await Promise.resolve();
      yield Object.entries(steps).map(([decision_id, taken]) => ({ decision_id, steps: taken }));
    },
    page: (after: number, limit: number) =>
      Promise.resolve(
        rows
          .filter((row) => row.seq > after)
          .sort((a, b) => a.seq - b.seq)
          .slice(0, limit),
      ),
    head: () => Promise.resolve({ seq: head?.seq ?? 0, hash: head?.hash ?? '' }),
  };
}

it('a whole chain verifies, also over many pages and empty', async () => {
  expect(await verifyAudit(log(chain(2500)))).toMatchObject({ ok: true, rows: 2500, last: { seq: 2500 } });
  expect(await verifyAudit(log([]))).toMatchObject({ ok: true, rows: 0 });
});

it.each<[string, (rows: AuditRow[]) => AuditRow[], number]>([
  ['a changed row', (rows) => rows.map((row) => (row.seq === 3 ? { ...row, actor: 'eve' } : row)), 3],
  ['changed details', (rows) => rows.map((row) => (row.seq === 2 ? { ...row, details: '{}' } : row)), 2],
  ['a missing row', (rows) => rows.filter((row) => row.seq !== 3), 3],
  ['a missing first row', (rows) => rows.slice(1), 1],
  [
    'a row hashed anew',
    (rows) => rows.map((row) => (row.seq === 2 ? rehashed({ ...row, actor: 'eve' }) : row)),
    3,
  ],
  [
    'two rows in each other’s place',
    (rows) =>
      rows.map((row) =>
        row.seq === 2 ? { ...rows[2]!, seq: 2 } : row.seq === 3 ? { ...rows[1]!, seq: 3 } : row,
      ),
    2,
  ],
])('%s is found', async (_, tamper, seq) => {
  const rows = chain(5);
  expect(await verifyAudit(log(tamper(rows), rows.at(-1)))).toMatchObject({ ok: false, seq });
});

describe('a log whose end was cut off, and whose head was set back,', () => {
  const whole = chain(5);
  const cut = whole.slice(0, 3);

  it('is found by whoever noted its last row', async () => {
    const { seq, hash } = whole[4]!;
    expect(await verifyAudit(log(whole), { seq, hash })).toMatchObject({ ok: true });
    expect(await verifyAudit(log(chain(9)), { seq, hash })).toMatchObject({ ok: true });
    expect(await verifyAudit(log(cut), { seq, hash })).toMatchObject({ ok: false, seq: 4 });
  });

  it('is found when other rows were written since', async () => {
    const others = [...cut];
    for (const seq of [4, 5]) others.push(next(others, seq, 'eve'));
    const { seq, hash } = whole[4]!;
    expect(await verifyAudit(log(others), { seq, hash })).toMatchObject({
      ok: false,
      seq: 5,
      problem: expect.stringContaining('noted'),
    });
  });

  it('is found by the decisions whose steps it does not tell of', async () => {
    const rows: AuditRow[] = [];
    for (const event of ['decision-decided', 'decision-sent', 'decision-applied'])
      rows.push(next(rows, rows.length + 1, 'ada', event, '{"decision":"d"}'));
    expect(await verifyAudit(log(rows, rows[2], { d: 3 }))).toMatchObject({ ok: true });
    expect(await verifyAudit(log(rows.slice(0, 2), rows[1], { d: 3 }))).toMatchObject({
      ok: false,
      seq: 3,
      problem: expect.stringContaining('decision d'),
    });
    for (const steps of [{ d: 2 }, { e: 0 }] as Record<string, number>[])
      expect(await verifyAudit(log(rows, rows[2], steps))).toMatchObject({
        ok: false,
        problem: expect.stringContaining('of decision d it tells more'),
      });
  });
});

it('a log that grows meanwhile is whole all the same', async () => {
  const rows = chain(5);
  const heads = [rows[2], rows[4]];
  const growing = { ...log(rows), head: () => Promise.resolve(heads.shift()!) };
  expect(await verifyAudit(growing)).toMatchObject({ ok: true, rows: 5 });
});

it('a row that was added behind the head is found', async () => {
  const rows = chain(5);
  expect(await verifyAudit(log(rows, rows[3]))).toMatchObject({ ok: false, seq: 5 });
});

it('a log whose end was cut off is found', async () => {
  const rows = chain(5);
  expect(await verifyAudit(log(rows.slice(0, 3), rows.at(-1)))).toMatchObject({ ok: false, seq: 4 });
});

function rehashed(row: AuditRow): AuditRow {
  return { ...row, hash: auditHash(row) };
}
