import * as z from 'zod/mini';
import { digest, path, text } from './field.js';

/** Something that a decision was bound to and that has moved since. `before` and `after` are texts, where HQ has them. */
export const changedSinceRead = z.object({
  what: z.enum(['gate', 'text', 'artifact']),
  path,
  digest_before: z.optional(digest),
  /** Absent when it is gone. */
  digest_after: z.optional(digest),
  before: z.optional(z.string()),
  after: z.optional(z.string()),
});
export type ChangedSinceRead = z.infer<typeof changedSinceRead>;

/** The payload of a connector's answer that refuses a decision, beside its code and its words. */
export const refusalDetails = z.object({
  /** For `GATE_AMBIGUOUS`. */
  candidates: z.optional(z.array(text(8192)).check(z.maxLength(1000))),
  /** For `STALE`. Digests: the texts are where they were read. */
  changed: z.optional(
    z.array(z.omit(changedSinceRead, { before: true, after: true })).check(z.maxLength(102)),
  ),
});
export type RefusalDetails = z.infer<typeof refusalDetails>;
