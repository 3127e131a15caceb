import * as z from 'zod/mini';
import { artifactRef } from './artifact.js';
import { content, digest, label, looseText, name, path, text, timestamp } from './field.js';
import { MAX_MANIFEST_FILES } from './limits.js';
import { PROGRESS_STAGES } from './outcome.js';
import { builderStatus, registeredProject } from './project.js';

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
