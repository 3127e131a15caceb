import * as z from 'zod/mini';
import { content, digest, looseText, path } from './field.js';

export const ARTIFACT_KINDS = ['spec', 'plan', 'review', 'consultation', 'diff', 'pull-request'] as const;

/** The `path` of the artifact that is a diff against the merge base; no file has this name. */
export const DIFF_ARTIFACT = '@diff';

/**
 * Something a person reads before deciding, in the same checkout as its status file. HQ keeps this line and never the text,
 * which it asks for with `artifact_request`. A pull request has a `url` and no text: its `path` is the `url`.
 */
export const artifactRef = z.object({
  kind: z.enum(ARTIFACT_KINDS),
  path,
  digest: z.optional(digest),
  title: z.optional(looseText(300)),
  /** Bytes. */
  size: z.optional(z.int().check(z.nonnegative())),
  /** Of a consultation: which model said it, about which phase, in which round. */
  model: z.optional(looseText(100)),
  phase: z.optional(looseText(256)),
  iteration: z.optional(z.int().check(z.nonnegative())),
  url: z.optional(looseText(2048)),
});
export type ArtifactRef = z.infer<typeof artifactRef>;

/**
 * What a connector answers an `artifact_request` with: a piece of the text that fits a frame, cut between characters.
 * `digest` and `size` are of all of its bytes, and of the same version for each piece or the pieces do not belong together.
 */
export const artifactAnswer = z.object({
  path,
  content,
  digest,
  size: z.optional(z.int().check(z.nonnegative())),
  /** Bytes: ask again with this `offset` for the next piece. Absent at the end. */
  next_offset: z.optional(z.int().check(z.nonnegative())),
  /** The artifact is longer than what is sent of it (1 MiB). */
  truncated: z.optional(z.boolean()),
});
export type ArtifactAnswer = z.infer<typeof artifactAnswer>;
