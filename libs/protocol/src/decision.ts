import * as z from 'zod/mini';
import { errorCode } from './error-codes.js';
import { approver, expectation } from './expectation.js';
import { decisionOutcome, PROGRESS_STAGES } from './outcome.js';
import { changedSinceRead } from './refusal-details.js';

/** A decision's life (protocol section 6). The last four are final. */
export const DECISION_STATES = ['decided', 'sent', 'applied', 'refused', 'superseded', 'expired'] as const;
export const decisionState = z.enum(DECISION_STATES);
export type DecisionState = z.infer<typeof decisionState>;

export const decisionKind = z.enum(['approve', 'request_changes']);
export type DecisionKind = z.infer<typeof decisionKind>;

export const decisionStep = z.object({ state: decisionState, at: z.string(), cause: z.string() });
export type DecisionStep = z.infer<typeof decisionStep>;

/** A decision as the API shows it. Times are ISO 8601 in UTC. */
export const decision = z.object({
  decision_id: z.string(),
  kind: decisionKind,
  instance_id: z.string(),
  instance_name: z.string(),
  project_path: z.string(),
  project_id: z.string(),
  title: z.string(),
  gate_id: z.string(),
  gate: z.string(),
  status_file: z.string(),
  worktree: z.optional(z.string()),
  approver,
  /** What a base client wrote into `approved_by`: a label, never the recorded approver. */
  label: z.optional(z.string()),
  comment: z.optional(z.string()),
  expected: expectation,
  decided_at: z.string(),
  expires_at: z.string(),
  state: decisionState,
  steps: z.array(decisionStep),
  /** Of the newest about a gate, in `GET /api/gates/:gate_id`: when HQ saw the gate wait again after it was opened by this. */
  reopened_at: z.optional(z.string()),
  /** While it is `sent`: how far the machine says it is. `output` is the end of what its checks print. */
  progress: z.optional(
    z.object({
      stage: z.enum(PROGRESS_STAGES),
      at: z.string(),
      detail: z.optional(z.string()),
      output: z.optional(z.string()),
    }),
  ),
  /** How the machine said it went; `observed` when a base client only showed the gate passed. */
  outcome: z.optional(
    z.union([decisionOutcome, z.object({ outcome: z.literal('observed'), digest: z.optional(z.string()) })]),
  ),
  refusal: z.optional(
    z.object({
      code: errorCode,
      error: z.string(),
      /** For `STALE`: what the machine found moved. Texts only in `GET /api/decisions/:id`. */
      changed: z.optional(z.array(changedSinceRead)),
    }),
  ),
});
export type Decision = z.infer<typeof decision>;
