import * as z from 'zod/mini';
import { decision, decisionKind, decisionState } from './decision.js';
import { looseText, moment, name, path, text } from './field.js';
import { builderStatus } from './project.js';

/**
 * What `GET /api/activity` tells, by kind. A gate that HQ's decision opened is told by the `decision`; `gate-opened` is one
 * that was opened elsewhere. The last six come from the audit log and are shown to administrators.
 */
export const ACTIVITY_KINDS = [
  'decision',
  'gate-requested',
  'gate-opened',
  'gate-vanished',
  'gate-unserved',
  'gate-served',
  'phase-changed',
  'builder-changed',
  'builder-removed',
  'machine-online',
  'machine-offline',
  'signed-in',
  'session-changed',
  'key-changed',
  'webhook-changed',
  'person-changed',
  'machine-changed',
] as const;
export const activityKind = z.enum(ACTIVITY_KINDS);
export type ActivityKind = z.infer<typeof activityKind>;

/** Who did it, as far as HQ knows: without an id it is a name that a machine or a file told. */
export const actor = z.object({ id: z.optional(z.string()), name: z.string() });
export type Actor = z.infer<typeof actor>;

/** One thing that happened. Which fields are there depends on the kind. Times are ISO 8601 in UTC. */
export const activityEntry = z.object({
  id: z.string(),
  at: z.string(),
  kind: activityKind,
  instance_id: z.optional(z.string()),
  instance_name: z.optional(z.string()),
  project_path: z.optional(z.string()),
  project_name: z.optional(z.string()),
  project_id: z.optional(z.string()),
  title: z.optional(z.string()),
  status_file: z.optional(z.string()),
  worktree: z.optional(z.string()),
  gate: z.optional(z.string()),
  gate_id: z.optional(z.string()),
  who: z.optional(actor),
  decision: z.optional(
    z.object({
      decision_id: z.string(),
      kind: decisionKind,
      state: decisionState,
      comment: z.optional(z.string()),
    }),
  ),
  /** Of a phase or of a builder's status; `from` is absent for the first that HQ knew. */
  from: z.optional(z.string()),
  to: z.optional(z.string()),
  /** The step of porch's plan, beside the phase. */
  plan_phase: z.optional(z.string()),
  builder_id: z.optional(z.string()),
  /** Of a gate that ended: since when it had waited, and for how many milliseconds. */
  since: z.optional(z.string()),
  waited_ms: z.optional(z.number()),
  /** Learnt afterwards, from what the status file says of earlier days. */
  learnt_late: z.optional(z.boolean()),
  /** For what the audit log tells: its event by name, and what it says. */
  event: z.optional(z.string()),
  details: z.optional(z.record(z.string(), z.unknown())),
});
export type ActivityEntry = z.infer<typeof activityEntry>;

/** Newest first. `next` is the cursor of the page behind; it may be there although fewer than `limit` were found. */
export const activityPage = z.object({ entries: z.array(activityEntry), next: z.optional(z.string()) });
export type ActivityPage = z.infer<typeof activityPage>;

/** `GET /api/activity`. With `format` it is an export of the same filter, without pages. */
export const activityQuery = z.object({
  /** A project's id, or a registered project's path or name. */
  project: z.optional(text(4096)),
  instance: z.optional(name),
  /** From this time on … */
  since: z.optional(moment),
  /** … and before this one. */
  until: z.optional(moment),
  /** Kinds, by commas. */
  kind: z.optional(looseText(400)),
  person: z.optional(name),
  /** Words that the entry contains, in any case. */
  q: z.optional(looseText(200)),
  cursor: z.optional(text(200)),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200)), 50),
  format: z.optional(z.enum(['ndjson', 'csv'])),
});
export type ActivityQuery = z.infer<typeof activityQuery>;

/** `GET /api/projects/timeline`. */
export const projectTimelineQuery = z.object({
  instance_id: name,
  project_path: path,
  project_id: name,
  /** Where a project's id is not its own. */
  status_file: z.optional(path),
});
export type ProjectTimelineQuery = z.infer<typeof projectTimelineQuery>;

/**
 * How a gate's wait ended: decided here, opened elsewhere, sent back, gone with its file; or how it is interrupted: its
 * machine does not serve the project any more.
 */
export const waitEnd = z.enum(['decided', 'elsewhere', 'changes-requested', 'vanished', 'unserved']);
export type WaitEnd = z.infer<typeof waitEnd>;

/** A stretch of the picture; one without `to` goes on. */
export const phaseSpan = z.object({
  phase: z.string(),
  plan_phase: z.optional(z.string()),
  from: z.string(),
  to: z.optional(z.string()),
});
export type PhaseSpan = z.infer<typeof phaseSpan>;

export const gateSpan = z.object({
  gate: z.string(),
  gate_id: z.string(),
  /** Absent when nothing says when it was asked for. */
  requested_at: z.optional(z.string()),
  decided_at: z.optional(z.string()),
  ended_at: z.optional(z.string()),
  ended: z.optional(waitEnd),
  by: z.optional(actor),
  decision_id: z.optional(z.string()),
  waited_ms: z.optional(z.number()),
  learnt_late: z.optional(z.boolean()),
});
export type GateSpan = z.infer<typeof gateSpan>;

export const builderSpan = z.object({
  builder_id: z.string(),
  status: builderStatus,
  phase: z.optional(z.string()),
  from: z.string(),
  to: z.optional(z.string()),
});
export type BuilderSpan = z.infer<typeof builderSpan>;

/** One project as a picture needs it, each list oldest first. */
export const projectTimeline = z.object({
  instance_id: z.string(),
  instance_name: z.string(),
  project_path: z.string(),
  project_name: z.string(),
  project_id: z.string(),
  title: z.optional(z.string()),
  protocol: z.optional(z.string()),
  phase: z.optional(z.string()),
  status_file: z.optional(z.string()),
  worktree: z.optional(z.string()),
  /** The earliest that is known of it, and now. */
  from: z.string(),
  to: z.string(),
  phases: z.array(phaseSpan),
  gates: z.array(gateSpan),
  decisions: z.array(decision),
  builders: z.array(builderSpan),
  /** There was more than is drawn; the oldest is left out. */
  truncated: z.boolean(),
});
export type ProjectTimeline = z.infer<typeof projectTimeline>;
