import * as z from 'zod/mini';
import { commitSha, content, digest, label, looseText, name, path, text, timestamp } from './field.js';
import { MAX_MANIFEST_FILES } from './limits.js';

/** A repository that the connector serves. `path` is the absolute root of its main checkout. */
export const registeredProject = z.object({
  path,
  name,
  git_remote: z.optional(looseText(2048)),
});
export type RegisteredProject = z.infer<typeof registeredProject>;

export const BUILDER_STATUSES = ['spawning', 'implementing', 'blocked', 'pr-ready', 'complete'] as const;
export const builderStatus = z.enum(BUILDER_STATUSES);

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

/** What goes along with a status file: what to read for it, and other worktrees that carry a copy of it. */
const besideStatusFile = {
  artifacts: z.optional(z.array(artifactRef).check(z.maxLength(100))),
  copies: z.optional(z.array(path).check(z.maxLength(200))),
};

/** One line of a manifest. Without `content` it says "I have this file with this digest"; HQ asks for what it lacks. */
export const manifestFile = z.object({
  path,
  worktree: z.optional(path),
  content: z.optional(content),
  digest: z.optional(digest),
  sha: z.optional(z.nullable(looseText(64))),
  ...besideStatusFile,
});

const builder = {
  builder_id: name,
  status: builderStatus,
  phase: z.optional(looseText(256)),
  branch: z.optional(looseText(1024)),
  worktree: z.optional(path),
  /** The newest commit or file change in its worktree. */
  last_activity: z.optional(timestamp),
};

export const PROGRESS_STAGES = ['checking', 'written'] as const;

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
    ...besideStatusFile,
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
  /** Ours: `accepted` and `running` are on the way; `done`, `held`, `failed`, `refused` and `unsupported` are final. */
  command_ack: z.object({
    command_id: name,
    status: looseText(64),
    detail: z.optional(looseText(4096)),
  }),
  /**
   * A decision is on its way: `checking` while porch runs a phase's checks (`output` is the next piece of what they print),
   * `written` when the file says it and the commit has to wait (`detail` says for what). Feature `decision_progress`.
   */
  decision_progress: z.object({
    decision_id: name,
    stage: z.enum(PROGRESS_STAGES),
    detail: z.optional(looseText(4096)),
    output: z.optional(looseText(16_384)),
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
    status_files: z.array(manifestFile).check(z.maxLength(MAX_MANIFEST_FILES)),
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

/** What a connector answers a `terminal_request` with: the last lines, and where `terminal_output` will say it comes from. */
export const terminalAnswer = z.object({
  session_id: name,
  lines: z.array(looseText(16_384)).check(z.maxLength(2000)),
  total: z.optional(z.int().check(z.nonnegative())),
});
export type TerminalAnswer = z.infer<typeof terminalAnswer>;

/** Features a connector announces in `register`; from `send_message` on only what its owner has allowed there. */
export const CONNECTOR_FEATURES = [
  'decision_response',
  'proof',
  'manifest',
  'rejection',
  'artifact_request',
  'artifact_history',
  'sync_status',
  'send_message',
  'run_consultation',
  'spawn_builder',
  'terminal_request',
] as const;
export type ConnectorFeature = (typeof CONNECTOR_FEATURES)[number];
