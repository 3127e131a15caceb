import {
  approver,
  expectation,
  type DecisionOutcome,
  type HqPayload,
  type Refusal,
} from '@codev-hq/protocol';
import * as z from 'zod/mini';
import { onOneLine, wellFormed } from './one-line.js';

/** A person's approval as HQ sent it, in the words of this side; also how the journal keeps it. */
export const approvalOrderSchema = z.object({
  /** HQ's name for the decision; the message's id when HQ speaks only the base protocol. */
  decisionId: z.string(),
  /** Whether HQ keeps decisions and waits for an answer. */
  tracked: z.boolean(),
  projectPath: z.string(),
  projectId: z.string(),
  gate: z.string(),
  statusFile: z.optional(z.string()),
  worktree: z.optional(z.string()),
  approver,
  approvedAt: z.string(),
  comment: z.optional(z.string()),
  expected: expectation,
  proof: z.optional(z.string()),
});
export type ApprovalOrder = Readonly<z.infer<typeof approvalOrderSchema>>;

export interface OrderOrigin {
  readonly envelopeId: string;
  readonly hqUrl: string;
  /** HQ announced that it signs its decisions. */
  readonly signs: boolean;
}

/** How an approval ended, for HQ. */
export type Outcome =
  | { readonly ok: true; readonly outcome: DecisionOutcome }
  | { readonly ok: false; readonly refusal: Refusal & { readonly candidates?: readonly string[] } };

/** The file is written, the commit has to wait; in words, for what. */
export interface CommitWaits {
  readonly waits: string;
}

export type Progress = Outcome | CommitWaits;

export function approvalOrder(payload: HqPayload<'approval'>, envelopeId: string): ApprovalOrder {
  const label = onOneLine(payload.approved_by) || 'unknown';
  return {
    decisionId: payload.decision_id ?? envelopeId,
    tracked: payload.decision_id !== undefined,
    projectPath: payload.project_path,
    projectId: payload.project_id,
    gate: payload.gate,
    statusFile: payload.status_file,
    worktree: payload.worktree,
    approver: payload.approver ?? { id: label, name: label },
    approvedAt: payload.approved_at,
    comment: payload.comment === undefined ? undefined : wellFormed(payload.comment),
    expected: payload.expected ?? {},
    proof: payload.proof,
  };
}

/** The approver as it is written into files and commits. */
export function approverName(order: ApprovalOrder): string {
  return onOneLine(order.approver.name) || onOneLine(order.approver.id) || 'unknown';
}

/** The moment of the approval, or now when what HQ sent is no time. */
export function approvalTime(order: ApprovalOrder, now: () => Date = () => new Date()): Date {
  const time = new Date(order.approvedAt);
  return Number.isNaN(time.getTime()) || time.getTime() < 0 ? now() : time;
}
