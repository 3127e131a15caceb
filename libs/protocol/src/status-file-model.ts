import * as z from 'zod/mini';
import { digest } from './field.js';

/** One gate of a status file (protocol section 5). */
export const gateModel = z.object({
  /** The path below `gates`, dotted: `specify_to_plan.human_approval`, `spec-approval`. */
  name: z.string(),
  /** As written, `''` when the entry has none. */
  status: z.string(),
  /** `passed` (Markdown) or `approved` (porch). */
  passed: z.boolean(),
  /** A person decides it; gates that programs decide are shown, not offered. */
  human: z.boolean(),
  /** A person can decide it now: a human gate, `pending`, and for porch requested. */
  waiting: z.boolean(),
  by: z.optional(z.string()),
  at: z.optional(z.string()),
  requested_at: z.optional(z.string()),
  /** SHA-256 of the gate's name and its entry in canonical form: what a decision is bound to. */
  digest,
});
export type GateModel = z.infer<typeof gateModel>;

/** What is wrong with a status file, for its author. `line` counts from 1. */
export const statusFileProblem = z.object({ message: z.string(), line: z.optional(z.int()) });
export type StatusFileProblem = z.infer<typeof statusFileProblem>;

/** What a status file says. A broken file still yields a model, with what could be read and a problem. */
export const statusFileModel = z.object({
  format: z.enum(['markdown', 'porch']),
  /** As written (`0068` stays `0068`); without one, the file name up to the first `-`. */
  id: z.string(),
  title: z.string(),
  protocol: z.optional(z.string()),
  phase: z.optional(z.string()),
  gates: z.array(gateModel),
  /** UTF-16 offset where the Markdown body starts; the text's length for porch files. */
  body_start: z.int(),
  /** SHA-256 of what a person reads: title and Markdown body, without the `## Log` section. */
  reading_digest: z.optional(digest),
  /** Of a porch file: its project is finished (`verified`, `complete`), so nothing in it waits for anybody. */
  archived: z.optional(z.literal(true)),
  /** Of a porch file: the step of its plan, its beginning and last change (ISO 8601 as written) and its last pull request. */
  plan_phase: z.optional(z.string()),
  started_at: z.optional(z.string()),
  updated_at: z.optional(z.string()),
  pull_request: z.optional(z.object({ number: z.optional(z.string()), merged: z.boolean() })),
  problem: z.optional(statusFileProblem),
});
export type StatusFileModel = z.infer<typeof statusFileModel>;
