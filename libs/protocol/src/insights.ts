import * as z from 'zod/mini';
import { actor } from './activity.js';
import { moment, name, text } from './field.js';

/** `GET /api/insights`. Without `since` the last 30 days. */
export const insightsQuery = z.object({
  since: z.optional(moment),
  until: z.optional(moment),
  /** A project's id, or a registered project's path or name. */
  project: z.optional(text(4096)),
  instance: z.optional(name),
  /** Whose days `decisions_by_day` counts: a zone's name like `Europe/Berlin`. */
  zone: z._default(text(64), 'UTC'),
});
export type InsightsQuery = z.infer<typeof insightsQuery>;

/** How long gates waited for a person, milliseconds. */
export const waitFigures = z.object({
  count: z.int(),
  median_ms: z.number(),
  p90_ms: z.number(),
  longest_ms: z.number(),
});
export type WaitFigures = z.infer<typeof waitFigures>;

/** The same for a group: a registered project, a gate by name, or an approver (`id`). Largest count first. */
export const groupFigures = z.extend(waitFigures, { name: z.string(), id: z.optional(z.string()) });
export type GroupFigures = z.infer<typeof groupFigures>;

/** A gate that waits now. */
export const waitingNow = z.object({
  gate_id: z.string(),
  instance_id: z.string(),
  instance_name: z.string(),
  project_path: z.string(),
  project_name: z.string(),
  project_id: z.string(),
  title: z.string(),
  gate: z.string(),
  since: z.string(),
  age_ms: z.number(),
});
export type WaitingNow = z.infer<typeof waitingNow>;

/** `unopened`: its approver never had on the screen what was approved. `hasty`: that, and under a minute after it was asked for. */
export const approvalFigures = z.object({
  total: z.int(),
  unopened: z.int(),
  under_a_minute: z.int(),
  hasty: z.int(),
});
export type ApprovalFigures = z.infer<typeof approvalFigures>;

export const hastyApproval = z.object({
  decision_id: z.string(),
  gate_id: z.string(),
  gate: z.string(),
  project_path: z.string(),
  project_name: z.string(),
  project_id: z.string(),
  title: z.string(),
  who: actor,
  decided_at: z.string(),
  waited_ms: z.number(),
});
export type HastyApproval = z.infer<typeof hastyApproval>;

export const decisionDay = z.object({
  /** `2026-11-25`, in the zone that was asked for. */
  day: z.string(),
  approved: z.int(),
  changes_requested: z.int(),
});
export type DecisionDay = z.infer<typeof decisionDay>;

export const insights = z.object({
  since: z.string(),
  until: z.string(),
  zone: z.string(),
  /** Waits that ended in this time with a decision here or elsewhere; what vanished is not counted. */
  time_in_gate: z.object({
    all: waitFigures,
    by_project: z.array(groupFigures),
    by_gate: z.array(groupFigures),
    by_approver: z.array(groupFigures),
  }),
  /** Oldest first, whatever the time asked for. */
  waiting_now: z.array(waitingNow),
  approvals: z.extend(approvalFigures, {
    by_approver: z.array(z.extend(approvalFigures, { who: actor })),
    /** The newest hundred. */
    hasty_ones: z.array(hastyApproval),
  }),
  /** Every day of the time asked for, oldest first, also those without. */
  decisions_by_day: z.array(decisionDay),
  /** More was stored than is counted; the oldest is left out. */
  truncated: z.boolean(),
});
export type Insights = z.infer<typeof insights>;
