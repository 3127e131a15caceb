import * as z from 'zod/mini';
import { artifactRef } from './artifact.js';
import { decision, decisionState } from './decision.js';
import { errorCode } from './error-codes.js';
import { expectation } from './expectation.js';
import { builderStatus, registeredProject } from './project.js';
import { changedSinceRead } from './refusal-details.js';
import { statusFileModel } from './status-file-model.js';

/** `GET /health`. */
export const health = z.object({ status: z.literal('ok'), timestamp: z.string() });

/** RFC 9457 problem details; `error` repeats `detail` for clients of the spike's API. */
export const problemDetails = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: errorCode,
  error: z.string(),
  /** For `GATE_AMBIGUOUS`: full names to choose from. */
  candidates: z.optional(z.array(z.string())),
  /** For `STALE`: what is no longer as it was read, and its digests then and now. */
  changed: z.optional(z.array(changedSinceRead)),
  /** For `ALREADY_DECIDED`: the decision that came first. */
  decision: z.optional(decision),
});
export type ProblemDetails = z.infer<typeof problemDetails>;

/** One status file in the mirror. `content` is left out of `?view=summary` answers. */
export const statusFileView = z.object({
  path: z.string(),
  content: z.optional(z.string()),
  project_path: z.string(),
  worktree: z.optional(z.string()),
  digest: z.string(),
  git_sha: z.optional(z.string()),
  updated_at: z.string(),
  /** What a person reads before deciding on its gates; the text is on the machine (`GET /api/artifact`). */
  artifacts: z.optional(z.array(artifactRef)),
  /** Other worktrees that carry a copy of it. This one is the project's own. */
  copies: z.optional(z.array(z.string())),
  project: statusFileModel,
});
export type StatusFileView = z.infer<typeof statusFileView>;

export const builderView = z.object({
  builder_id: z.string(),
  status: builderStatus,
  project_path: z.string(),
  phase: z.optional(z.string()),
  branch: z.optional(z.string()),
  worktree: z.optional(z.string()),
  last_activity: z.optional(z.string()),
  updated_at: z.string(),
});
export type BuilderView = z.infer<typeof builderView>;

/** A connector's machine. `connected_at` and `last_ping` as in the spike; `last_seen` is the newest frame of any kind. */
export const instanceView = z.object({
  instance_id: z.string(),
  instance_name: z.string(),
  version: z.string(),
  connected_at: z.string(),
  last_ping: z.string(),
  last_seen: z.string(),
  online: z.boolean(),
  projects: z.array(registeredProject),
  /** What its connector can do for a person: the commands its owner allowed, `artifact_request`, `rejection`, … */
  features: z.optional(z.array(z.string())),
});
export type InstanceView = z.infer<typeof instanceView>;

export const instanceState = z.extend(instanceView, {
  status_files: z.array(statusFileView),
  builders: z.array(builderView),
});
export type InstanceState = z.infer<typeof instanceState>;

/** `GET /api/state`. */
export const stateSnapshot = z.object({ instances: z.array(instanceState), timestamp: z.string() });
export type StateSnapshot = z.infer<typeof stateSnapshot>;

/** "Request changes" was said of exactly what is there now: the gate waits for a new version before it waits for a person. */
export const changesRequested = z.object({
  decision_id: z.string(),
  by: z.string(),
  at: z.string(),
  comment: z.string(),
});
export type ChangesRequested = z.infer<typeof changesRequested>;

/** Why a gate that is pending is not in the inbox: nobody seems to work there any more. */
export const stranded = z.object({
  why: z.enum(['pull-request-merged', 'untouched', 'dismissed']),
  /** For people. */
  reason: z.string(),
});
export type Stranded = z.infer<typeof stranded>;

/** One gate that waits for a person (`GET /api/gates`). `since` is when it was asked for, or first seen waiting. */
export const waitingGate = z.object({
  gate_id: z.string(),
  instance_id: z.string(),
  instance_name: z.string(),
  online: z.boolean(),
  project_path: z.string(),
  project_name: z.string(),
  project_id: z.string(),
  title: z.string(),
  phase: z.optional(z.string()),
  protocol: z.optional(z.string()),
  gate: z.string(),
  status_file: z.string(),
  worktree: z.optional(z.string()),
  since: z.string(),
  /** Of the gate's own entry: send it back as `expected.gate_digest`. */
  digest: z.string(),
  file_digest: z.string(),
  artifacts: z.optional(z.array(artifactRef)),
  changes_requested: z.optional(changesRequested),
  /** Only in `?state=stranded`. */
  stranded: z.optional(stranded),
  decision: z.optional(decision),
});
export type WaitingGate = z.infer<typeof waitingGate>;

/** `GET /api/gates/:gate_id`: the gate and what a person reads before deciding. `waiting` is absent once it is not. */
export const gateDetail = z.object({
  gate_id: z.string(),
  instance: instanceView,
  status_file: statusFileView,
  gate: z.string(),
  waiting: z.optional(waitingGate),
  /** About this gate, newest first. */
  decisions: z.array(decision),
  /** Those by which the file's other gates were opened; absent in older HQs. */
  others: z.optional(z.array(decision)),
});
export type GateDetail = z.infer<typeof gateDetail>;

/** What this person saw of the gate before; absent the first time. */
export const lookedAnswer = z.object({
  previous: z.optional(z.object({ at: z.string(), seen: expectation })),
});
export type LookedAnswer = z.infer<typeof lookedAnswer>;

/** What the machine said last about a command; `unanswered` when it said nothing (yet). */
export const commandAnswer = z.object({
  command_id: z.string(),
  status: z.string(),
  detail: z.optional(z.string()),
});
export type CommandAnswer = z.infer<typeof commandAnswer>;

export const decisionAnswer = z.object({
  success: z.literal(true),
  message: z.string(),
  decision_id: z.string(),
  state: decisionState,
  decision,
});
export type DecisionAnswer = z.infer<typeof decisionAnswer>;

export const role = z.enum(['viewer', 'approver', 'admin']);
export type Role = z.infer<typeof role>;

/** `GET /api/session`: who is signed in. */
export const sessionView = z.object({
  person: z.object({ id: z.string(), name: z.string(), email: z.optional(z.string()), role }),
  expires_at: z.string(),
  version: z.string(),
});
export type SessionView = z.infer<typeof sessionView>;

/**
 * What signing in answers. The page keeps `page_secret` (cookies reach every port of a host, `localStorage` does not)
 * and sends it as `X-Codev-Page-Secret` with everything that decides or changes something.
 */
export const signInAnswer = z.extend(sessionView, { page_secret: z.string() });
export type SignInAnswer = z.infer<typeof signInAnswer>;

export const PAGE_SECRET_HEADER = 'X-Codev-Page-Secret';
