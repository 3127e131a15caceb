import type { AuditRow } from './tables.js';
import { auditHash } from './audit.repository.js';
import { verifyAudit } from './audit-verification.js';

function chain(length: number): AuditRow[] {
  const rows: AuditRow[] = [];
  for (let seq = 1; seq <= length; seq += 1) {
    const previous_hash = rows.at(-1)?.hash ?? '';
    const row = {
      seq,
      at: seq * 1000,
      actor: 'ada',
      event: 'decided',
      details: `{"n":${seq}}`,
      previous_hash,
    };
    rows.push({ ...row, hash: auditHash(row) });
  }
  return rows;
}

function log(rows: AuditRow[], head = rows.at(-1)) {
  return {
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
  expect(await verifyAudit(log(chain(2500)))).toEqual({ ok: true, rows: 2500 });
  expect(await verifyAudit(log([]))).toEqual({ ok: true, rows: 0 });
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

it('a log whose end was cut off is found', async () => {
  const rows = chain(5);
  expect(await verifyAudit(log(rows.slice(0, 3), rows.at(-1)))).toMatchObject({ ok: false, seq: 4 });
});

function rehashed(row: AuditRow): AuditRow {
  return { ...row, hash: auditHash(row) };
}
