import { AuditRepository, auditHash } from './audit.repository.js';

export type AuditVerdict =
  | { readonly ok: true; readonly rows: number }
  | { readonly ok: false; readonly seq: number; readonly problem: string };

const PAGE = 1000;

/**
 * Walks the whole chain: every row must be there in order, hash to what it says and hold the hash of the row before, and
 * the head must be the last. Finds any changed, missing, added or reordered row, and says which is the first.
 */
export async function verifyAudit(audit: Pick<AuditRepository, 'page' | 'head'>): Promise<AuditVerdict> {
  let seq = 0;
  let hash = '';
  for (let rows = await audit.page(0, PAGE); rows.length > 0; rows = await audit.page(seq, PAGE)) {
    for (const row of rows) {
      if (row.seq !== seq + 1) return broken(seq + 1, `row ${seq + 1} is missing`);
      if (row.previous_hash !== hash) return broken(row.seq, `row ${row.seq} does not follow row ${seq}`);
      if (auditHash(row) !== row.hash) return broken(row.seq, `row ${row.seq} was changed`);
      seq = row.seq;
      hash = row.hash;
    }
  }
  const head = await audit.head();
  if (head.seq === seq && head.hash === hash) return { ok: true, rows: seq };
  return broken(seq + 1, `the log ends with row ${seq}, but row ${head.seq} was written`);
}

function broken(seq: number, problem: string): AuditVerdict {
  return { ok: false, seq, problem };
}
