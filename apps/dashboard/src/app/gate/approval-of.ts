import type { ApproveRequest, Expectation, GateDetail } from '@codev-hq/protocol';
import { MAX_COMMENT_CHARS } from '@codev-hq/protocol/limits';
import type { Bound } from './artifacts/readiness';

/** The comment, and what the record has to say beside it. */
export interface Words {
  readonly comment: string;
  readonly record?: string;
}

/** The approval of exactly what was read; `null` when the gate that was read does not wait. */
export function approvalOf(read: GateDetail, bound: Bound, words: Words): ApproveRequest | null {
  const waiting = read.waiting;
  if (!waiting) return null;
  const comment = withRecord(words);
  return {
    instance_id: waiting.instance_id,
    project_path: waiting.project_path,
    project_id: waiting.project_id,
    gate: waiting.gate,
    status_file: waiting.status_file,
    ...(waiting.worktree !== undefined && { worktree: waiting.worktree }),
    expected: expectationOf(read, bound),
    ...(comment && { comment }),
  };
}

/** The versions of what was read. */
export function expectationOf({ waiting, status_file }: GateDetail, bound: Bound): Expectation {
  const { digest, project } = status_file;
  return {
    ...(waiting && { gate_digest: waiting.digest }),
    file_digest: digest,
    ...(project.reading_digest !== undefined && { reading_digest: project.reading_digest }),
    ...(bound.length > 0 && { artifacts: bound }),
  };
}

/** A comment that is as long as may be gives way: the record is not cut. */
function withRecord({ comment, record = '' }: Words): string {
  const room = MAX_COMMENT_CHARS - record.length - 2;
  return record ? `${comment.trim().slice(0, room)}\n\n${record}`.trim() : comment.trim();
}
