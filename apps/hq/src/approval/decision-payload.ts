import type { Approver, Expectation, HqPayload } from '@codev-hq/protocol';
import type { StoredDecision } from '../persistence/decision.repository.js';

/** What goes over the wire: base fields, and ours beside them. */
export function approvalPayload({ row }: StoredDecision): HqPayload<'approval'> {
  return {
    ...target(row),
    approved_by: row.approver_name,
    approved_at: new Date(row.decided_at).toISOString(),
    ...(row.comment && { comment: row.comment }),
  };
}

export function rejectionPayload({ row }: StoredDecision): HqPayload<'rejection'> {
  return {
    ...target(row),
    rejected_by: row.approver_name,
    rejected_at: new Date(row.decided_at).toISOString(),
    comment: row.comment ?? '',
  };
}

function target(row: StoredDecision['row']) {
  const approver: Approver = {
    id: row.approver_id,
    name: row.approver_name,
    ...(row.approver_email && { email: row.approver_email }),
  };
  return {
    project_path: row.project_path,
    project_id: row.project_id,
    gate: row.gate,
    decision_id: row.id,
    status_file: row.status_file,
    ...(row.worktree && { worktree: row.worktree }),
    expected: JSON.parse(row.expected) as Expectation,
    approver,
    proof: row.proof,
  };
}
