import * as z from 'zod/mini';
import { commitSha, digest, looseText, path } from './field.js';

export const PROGRESS_STAGES = ['checking', 'written'] as const;

/** How far words to a builder came: `held` is with Tower, which has not shown them yet, and `reason` is its word for why. */
export const delivery = z.object({
  state: z.enum(['delivered', 'held', 'not_running', 'failed']),
  to: z.optional(looseText(256)),
  reason: z.optional(looseText(1000)),
});
export type Delivery = z.infer<typeof delivery>;

/** What a connector answers an `approval` or `rejection` with, once the outcome is final (protocol section 4). */
export const decisionOutcome = z.object({
  outcome: z.enum(['applied', 'already_applied']),
  status_file: path,
  digest,
  commit: z.optional(commitSha),
  pushed: z.optional(z.boolean()),
  note: z.optional(looseText(4000)),
  /** What became of the words to the builder. */
  delivery: z.optional(delivery),
});
export type DecisionOutcome = z.infer<typeof decisionOutcome>;
