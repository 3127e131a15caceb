import * as z from 'zod/mini';
import { commitSha, content, digest, label, looseText, name, path, text, timestamp } from './field.js';

/** A repository that the connector serves. `path` is the absolute root of its main checkout. */
export const registeredProject = z.object({
  path,
  name,
  git_remote: z.optional(looseText(2048)),
});
export type RegisteredProject = z.infer<typeof registeredProject>;

export const BUILDER_STATUSES = ['spawning', 'implementing', 'blocked', 'pr-ready', 'complete'] as const;
export const builderStatus = z.enum(BUILDER_STATUSES);

/** One line of a manifest. Without `content` it says "I have this file with this digest"; HQ asks for what it lacks. */
export const manifestFile = z.object({
  path,
  worktree: z.optional(path),
  content: z.optional(content),
  digest: z.optional(digest),
  sha: z.optional(z.nullable(looseText(64))),
});

const builder = {
  builder_id: name,
  status: builderStatus,
  phase: z.optional(looseText(256)),
  branch: z.optional(looseText(1024)),
  worktree: z.optional(path),
};

/** Local → HQ (protocol section 3): payload schemas by message type. A new message is a line here and its handler. */
export const connectorMessages = {
  register: z.object({
    instance_id: name,
    instance_name: z.optional(label),
    version: z.optional(label),
    projects: z.array(registeredProject).check(z.maxLength(1000)),
    features: z.optional(z.array(text(64)).check(z.maxLength(100))),
    session_id: z.optional(looseText(256)),
  }),
  ping: z.object({ ts: z.number() }),
  status_update: z.object({
    project_path: path,
    status_file: path,
    content,
    git_sha: z.optional(z.nullable(looseText(64))),
    digest: z.optional(digest),
    worktree: z.optional(path),
    deleted: z.optional(z.literal(true)),
    seq: z.optional(z.int().check(z.nonnegative())),
  }),
  builder_update: z.object({
    project_path: path,
    ...builder,
    removed: z.optional(z.literal(true)),
  }),
  gate_completed: z.object({
    project_path: path,
    project_id: name,
    gate: text(512),
    completed_by: looseText(256),
    completed_at: timestamp,
  }),
  command_ack: z.object({
    command_id: name,
    status: looseText(64),
    detail: z.optional(looseText(4096)),
  }),
  terminal_output: z.object({
    session_type: looseText(64),
    session_id: name,
    data: z.string(),
    sequence: z.int().check(z.nonnegative()),
  }),
  sync_request: z.object({
    project_path: path,
    last_known_sha: z.optional(z.nullable(looseText(64))),
  }),
  sync_response: z.object({
    project_path: path,
    status_files: z.array(manifestFile).check(z.maxLength(10_000)),
    builders: z.array(z.object(builder)).check(z.maxLength(1000)),
    current_sha: z.optional(z.nullable(looseText(64))),
  }),
} as const;

export type ConnectorMessageType = keyof typeof connectorMessages;
export type ConnectorPayload<T extends ConnectorMessageType> = z.infer<(typeof connectorMessages)[T]>;

/** What HQ answers a `register` with. */
export const registered = z.object({
  session_id: z.string(),
  server_time: z.optional(timestamp),
  resumed: z.optional(z.boolean()),
});
export type Registered = z.infer<typeof registered>;

/** What HQ answers a `sync_response` with: the files whose content it lacks or has in another version. */
export const manifestAnswer = z.object({
  wanted: z.array(z.object({ path, worktree: z.optional(path) })),
});
export type ManifestAnswer = z.infer<typeof manifestAnswer>;

/** What a connector answers an `approval` or `rejection` with, once the outcome is final (protocol section 4). */
export const decisionOutcome = z.object({
  outcome: z.enum(['applied', 'already_applied']),
  status_file: path,
  digest,
  commit: z.optional(commitSha),
  pushed: z.optional(z.boolean()),
  note: z.optional(looseText(4000)),
});
export type DecisionOutcome = z.infer<typeof decisionOutcome>;

/** Features a connector announces in `register`. */
export const CONNECTOR_FEATURES = [
  'decision_response',
  'proof',
  'manifest',
  'rejection',
  'artifact_request',
] as const;
export type ConnectorFeature = (typeof CONNECTOR_FEATURES)[number];
