import type { Stranded } from '@codev-hq/protocol';
import type { FileRecord } from '../state/file-record.js';
import type { Disposition } from './gate-dispositions.js';

const DAY = 24 * 3_600_000;

/**
 * Why a gate that waits is not for the inbox, or undefined: main checkouts are full of gates whose builder is long gone
 * (codev-today, section 2). A person's word comes first.
 */
export function strandedBecause(
  { row, model }: FileRecord,
  said: Disposition | undefined,
  now: number,
  untouchedMs: number,
): Stranded | undefined {
  if (said === 'in') return undefined;
  if (said === 'dismissed') return { why: 'dismissed', reason: 'Somebody has dismissed it.' };
  if (model.format !== 'porch' || row.worktree !== '') return undefined;
  if (model.pull_request?.merged) {
    const { number } = model.pull_request;
    const which = number === undefined ? 'Its pull request' : `Its pull request ${number}`;
    return { why: 'pull-request-merged', reason: `${which} is merged, and no worktree works on it.` };
  }
  const touched = Date.parse(model.updated_at ?? '');
  if (Number.isNaN(touched) || now - touched <= untouchedMs) return undefined;
  const days = Math.floor((now - touched) / DAY);
  return { why: 'untouched', reason: `Untouched for ${days} days, and no worktree works on it.` };
}
