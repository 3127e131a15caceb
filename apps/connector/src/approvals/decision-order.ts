import {
  approver,
  decisionKind,
  expectation,
  type ChangedSinceRead,
  type DecisionOutcome,
  type HqPayload,
  type Refusal,
} from '@codev-hq/protocol';
import * as z from 'zod/mini';
import { onOneLine, wellFormed } from './one-line.js';

/** A person's decision as HQ sent it, in the words of this side; also how the journal keeps it. */
export const decisionOrderSchema = z.object({
  /** To open the gate, or to have something changed before it is opened. */
  kind: z._default(decisionKind, 'approve'),
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
export type DecisionOrder = Readonly<z.infer<typeof decisionOrderSchema>>;

export interface OrderOrigin {
  readonly hqUrl: string;
  /** HQ announced that it signs its decisions. */
  readonly signs: boolean;
}

/** How a decision ended, for HQ. */
export type Outcome =
  | { readonly ok: true; readonly outcome: DecisionOutcome }
  | { readonly ok: false; readonly refusal: DecisionRefusal };

/** Why not, in words; which gates or files could be meant, and what is no longer as it was read. */
export type DecisionRefusal = Refusal & {
  readonly candidates?: readonly string[];
  readonly changed?: readonly ChangedSinceRead[];
};

/** It has to wait, in words for what: its commit, with the file written, or `begun: false`, all of it. */
export interface DecisionWaits {
  readonly waits: string;
  readonly begun: boolean;
}

export type Progress = Outcome | DecisionWaits;

export function approvalOrder(payload: HqPayload<'approval'>, envelopeId: string): DecisionOrder {
  const { approved_by: label, approved_at: approvedAt, comment } = payload;
  return { kind: 'approve', ...orderOf(payload, envelopeId, label), approvedAt, ...commentOf(comment) };
}

export function requestOrder(payload: HqPayload<'rejection'>, envelopeId: string): DecisionOrder {
  const { rejected_by: label, rejected_at: approvedAt, comment } = payload;
  return {
    kind: 'request_changes',
    ...orderOf(payload, envelopeId, label),
    approvedAt,
    ...commentOf(comment),
  };
}

type Target = Omit<HqPayload<'approval'>, 'approved_by' | 'approved_at' | 'comment'>;

function orderOf(target: Target, envelopeId: string, by: string) {
  const label = onOneLine(by) || 'unknown';
  return {
    decisionId: target.decision_id ?? envelopeId,
    tracked: target.decision_id !== undefined,
    projectPath: target.project_path,
    projectId: target.project_id,
    gate: target.gate,
    statusFile: target.status_file,
    worktree: target.worktree,
    approver: target.approver ?? { id: label, name: label },
    expected: target.expected ?? {},
    proof: target.proof,
  };
}

function commentOf(comment: string | undefined): { comment?: string } {
  return comment === undefined ? {} : { comment: wellFormed(comment) };
}

/** What the person gave, as a noun. */
export function nounFor({ kind }: DecisionOrder): string {
  return kind === 'approve' ? 'approval' : 'request for changes';
}

/** The approver as it is written into files and commits. */
export function approverName(order: DecisionOrder): string {
  return onOneLine(order.approver.name) || onOneLine(order.approver.id) || 'unknown';
}

/** The moment of the decision, or now when what HQ sent is no time. */
export function decisionTime(order: DecisionOrder, now: () => Date = () => new Date()): Date {
  const time = new Date(order.approvedAt);
  return Number.isNaN(time.getTime()) || time.getTime() < 0 ? now() : time;
}
