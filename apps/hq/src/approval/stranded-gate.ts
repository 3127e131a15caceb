import type { Stranded } from '@codev-hq/protocol';
import type { FileRecord } from '../state/file-record.js';
import type { InstanceRecord } from '../state/mirror-records.js';
import type { Disposition } from './gate-dispositions.js';

const DAY = 24 * 3_600_000;

/**
 * Why a gate that waits is not for the inbox, or undefined: main checkouts, and the worktrees that people branch off them,
 * are full of gates whose builder is long gone (codev-today, section 2). A person's word comes first.
 */
export function strandedBecause(
  { model }: FileRecord,
  isBuilders: boolean,
  said: Disposition | undefined,
  now: number,
  untouchedMs: number,
): Stranded | undefined {
  if (said === 'in') return undefined;
  if (said === 'dismissed') return { why: 'dismissed', reason: 'Somebody has dismissed it.' };
  if (model.format !== 'porch' || isBuilders) return undefined;
  if (model.pull_request?.merged) {
    const { number } = model.pull_request;
    const which = number === undefined ? 'Its pull request' : `Its pull request ${number}`;
    return { why: 'pull-request-merged', reason: `${which} is merged, and no builder works on it.` };
  }
  const touched = Date.parse(model.updated_at ?? '');
  if (Number.isNaN(touched) || now - touched <= untouchedMs) return undefined;
  const days = Math.floor((now - touched) / DAY);
  return { why: 'untouched', reason: `Untouched for ${days} days, and no builder works on it.` };
}

/** Whether a file lies in the worktree of a builder: of those, only the project's own sends it. */
export function isInBuilders({ builders }: InstanceRecord, { row }: FileRecord): boolean {
  if (row.worktree === '') return false;
  return [...builders.values()].some(
    ({ project_path, worktree }) => project_path === row.project_path && worktree === row.worktree,
  );
}
