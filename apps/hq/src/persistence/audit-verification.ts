import { AuditRepository, auditHash } from './audit.repository.js';
import { DecisionStepCount } from './decision-step-count.js';
import { loopTurn } from './loop-turns.js';
import type { AuditRow } from './tables.js';

/** A row that was the last once: whoever noted it can tell later whether the log still holds it. */
export interface AuditMark {
  readonly seq: number;
  readonly hash: string;
}

export type AuditVerdict =
  | { readonly ok: true; readonly rows: number; readonly last: AuditMark }
  | { readonly ok: false; readonly seq: number; readonly problem: string };

export type AuditSource = Pick<AuditRepository, 'page' | 'head' | 'decisionSteps'>;

/** Rows at a stretch: whoever else waits for this process gets a turn between. */
const PAGE = 250;

/**
 * Walks the whole chain: every row must be there in order, hash to what it says and hold the hash of the row before, and
 * the head must be the last. Finds any changed, missing, added or reordered row, and says which is the first. An end that
 * was cut off together with the head is found by the decisions, each step of which has its row, and by a mark noted
 * before. HQ may write meanwhile.
 */
export async function verifyAudit(audit: AuditSource, noted?: AuditMark): Promise<AuditVerdict> {
  const headBefore = await audit.head();
  const steps = new DecisionStepCount();
  await steps.storedBefore(audit.decisionSteps());
  const marks = [headBefore, ...(noted ? [noted] : [])].filter(({ seq }) => seq > 0);
  let last: AuditMark = { seq: 0, hash: '' };
  for (let rows = await audit.page(0, PAGE); rows.length > 0; rows = await audit.page(last.seq, PAGE)) {
    for (const row of rows) {
      const problem = problemOf(row, last) ?? unlike(row, marks);
      if (problem !== undefined) return { ok: false, ...problem };
      const decision = decisionOf(row);
      if (decision !== undefined) steps.tell(decision);
      last = { seq: row.seq, hash: row.hash };
    }
    await loopTurn();
  }
  const cut = marks.find(({ seq }) => seq > last.seq);
  if (cut) return ended(last, `row ${cut.seq} was written`);
  const headAfter = await audit.head();
  if (headAfter.seq < last.seq) return broken(headAfter.seq + 1, `row ${headAfter.seq + 1} was added`);
  // Each step of a decision is stored together with its row: no more of one than of the other.
  await steps.storedAfter(audit.decisionSteps());
  const untold = await steps.problem();
  if (untold !== undefined) return ended(last, untold);
  return { ok: true, rows: last.seq, last };
}

function problemOf(row: AuditRow, before: AuditMark): { seq: number; problem: string } | undefined {
  const { seq } = row;
  const next = before.seq + 1;
  if (seq !== next) return { seq: next, problem: `row ${next} is missing` };
  if (row.previous_hash !== before.hash)
    return { seq, problem: `row ${seq} does not follow row ${before.seq}` };
  return auditHash(row) === row.hash ? undefined : { seq, problem: `row ${seq} was changed` };
}

function unlike({ seq, hash }: AuditRow, marks: readonly AuditMark[]) {
  const isOther = marks.some((mark) => mark.seq === seq && mark.hash !== hash);
  return isOther ? { seq, problem: `row ${seq} is not the one that was noted` } : undefined;
}

function decisionOf({ event, details }: AuditRow): string | undefined {
  if (!event.startsWith('decision-')) return undefined;
  return (JSON.parse(details) as { decision?: string }).decision;
}

function ended({ seq }: AuditMark, but: string): AuditVerdict {
  return broken(seq + 1, `the log ends with row ${seq}, but ${but}`);
}

function broken(seq: number, problem: string): AuditVerdict {
  return { ok: false, seq, problem };
}
