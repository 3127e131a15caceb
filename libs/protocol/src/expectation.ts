import * as z from 'zod/mini';
import { digest, looseText, name, path, text } from './field.js';

/** Who decided. `email` is the commit's author address; without one the connector derives an `.invalid` one from `id`. */
export const approver = z.object({
  id: name,
  name: text(256),
  email: z.optional(looseText(320)),
});
export type Approver = z.infer<typeof approver>;

/** What the person had in front of them. Refused with `STALE` when the gate, the text or an artifact has moved. */
export const expectation = z.object({
  gate_digest: z.optional(digest),
  file_digest: z.optional(digest),
  /** Of the Markdown that was read: see `StatusFileModel.reading_digest`. */
  reading_digest: z.optional(digest),
  artifacts: z.optional(z.array(z.object({ path, digest })).check(z.maxLength(100))),
});
export type Expectation = z.infer<typeof expectation>;
