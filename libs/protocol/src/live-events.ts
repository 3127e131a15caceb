import * as z from 'zod/mini';
import { decision } from './decision.js';
import { builderView, instanceView, stateSnapshot, statusFileView, waitingGate } from './rest.js';

/**
 * Server-Sent Events of `GET /api/events` by name (protocol section 7). `id:` is `<epoch>:<seq>`. With
 * `?view=summary` status files come without `content`.
 */
export const liveEvents = {
  snapshot: z.extend(stateSnapshot, { gates: z.array(waitingGate), decisions: z.array(decision) }),
  /** `removed`: its owner had HQ forget it, and all that it had. */
  instance: z.extend(instanceView, { removed: z.optional(z.literal(true)) }),
  status_file: z.union([
    z.extend(statusFileView, { instance_id: z.string(), deleted: z.optional(z.literal(false)) }),
    z.object({
      instance_id: z.string(),
      project_path: z.string(),
      path: z.string(),
      worktree: z.optional(z.string()),
      deleted: z.literal(true),
    }),
  ]),
  builder: z.extend(builderView, { instance_id: z.string(), removed: z.optional(z.boolean()) }),
  /** `gate` is absent when the gate no longer waits. */
  gate: z.object({ gate_id: z.string(), gate: z.optional(waitingGate) }),
  decision,
} as const;

export type LiveEventName = keyof typeof liveEvents;
export type LiveEventData<N extends LiveEventName> = z.infer<(typeof liveEvents)[N]>;
export type LiveEvent = {
  [N in LiveEventName]: { readonly name: N; readonly data: LiveEventData<N> };
}[LiveEventName];
