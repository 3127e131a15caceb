import {
  decisionKind,
  decisionState,
  type Decision,
  type DecisionOutcome,
  type DecisionState,
  type Expectation,
} from '@codev-hq/protocol';
import type { StoredDecision } from '../persistence/decision.repository.js';

export function stateOf(stored: StoredDecision): DecisionState {
  return decisionState.parse(stored.row.state);
}

/** A stored decision as the API shows it. */
export function decisionView(stored: StoredDecision): Decision {
  const { row, steps } = stored;
  const progress = progressOf(stored);
  return {
    decision_id: row.id,
    kind: decisionKind.parse(row.kind),
    instance_id: row.instance_id,
    instance_name: row.instance_name,
    project_path: row.project_path,
    project_id: row.project_id,
    title: row.title,
    gate_id: row.gate_id,
    gate: row.gate,
    status_file: row.status_file,
    ...(row.worktree && { worktree: row.worktree }),
    approver: {
      id: row.approver_id,
      name: row.approver_name,
      ...(row.approver_email && { email: row.approver_email }),
    },
    ...(row.label && { label: row.label }),
    ...(row.comment && { comment: row.comment }),
    expected: JSON.parse(row.expected) as Expectation,
    decided_at: iso(row.decided_at),
    expires_at: iso(row.expires_at),
    state: decisionState.parse(row.state),
    steps: steps.map((step) => ({
      state: decisionState.parse(step.state),
      at: iso(step.at),
      cause: step.cause,
    })),
    ...(progress && { progress }),
    ...(row.outcome && { outcome: JSON.parse(row.outcome) as DecisionOutcome }),
    ...(row.refusal && { refusal: JSON.parse(row.refusal) as Decision['refusal'] }),
  };
}

/** Of a decision that is on its way; its end says all. */
function progressOf({ row, checking }: StoredDecision): Decision['progress'] {
  if (row.state !== 'sent') return undefined;
  if (checking) return { stage: 'checking', at: iso(checking.at), output: checking.output };
  return row.progress ? (JSON.parse(row.progress) as Decision['progress']) : undefined;
}

const iso = (ms: number) => new Date(ms).toISOString();
