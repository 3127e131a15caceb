import * as z from 'zod/mini';
import { approver, expectation } from './expectation.js';
import { looseText, name, path, text, timestamp, wholeCommitSha } from './field.js';
import { MAX_COMMENT_CHARS } from './limits.js';

const decisionTarget = {
  project_path: path,
  project_id: name,
  gate: text(512),
  decision_id: z.optional(name),
  status_file: z.optional(path),
  worktree: z.optional(path),
  expected: z.optional(expectation),
  approver: z.optional(approver),
  proof: z.optional(looseText(131_072)),
};

/** A public key that decisions are signed with, as a JWK (RFC 8037 Ed25519). */
export const publicKey = z.looseObject({ kty: z.string(), kid: z.optional(z.string()) });
export type PublicKey = z.infer<typeof publicKey>;

/** HQ → Local (protocol section 4): payload schemas by message type. A new message is a line here and its handler. */
export const hqMessages = {
  welcome: z.object({
    message: looseText(1024),
    protocol: z.optional(z.int()),
    features: z.optional(z.array(text(64)).check(z.maxLength(100))),
    heartbeat_ms: z.optional(z.int().check(z.positive())),
    server_time: z.optional(timestamp),
    public_keys: z.optional(z.array(publicKey).check(z.maxLength(16))),
  }),
  pong: z.object({ ts: z.number() }),
  approval: z.object({
    ...decisionTarget,
    approved_by: looseText(256),
    approved_at: timestamp,
    comment: z.optional(looseText(MAX_COMMENT_CHARS)),
  }),
  rejection: z.object({
    ...decisionTarget,
    rejected_by: looseText(256),
    rejected_at: timestamp,
    comment: text(MAX_COMMENT_CHARS),
  }),
  /** With `at` as that commit of the checkout's branch has it, to see what changed since. Feature `artifact_history`. */
  artifact_request: z.object({
    project_path: path,
    worktree: z.optional(path),
    path,
    offset: z.optional(z.int().check(z.nonnegative())),
    at: z.optional(wholeCommitSha),
  }),
  command: z.object({
    command_id: z.optional(name),
    project_path: path,
    command: z.enum(['spawn_builder', 'send_message', 'run_consultation', 'sync_status']),
    args: z.optional(z.record(z.string(), z.unknown())),
  }),
  /**
   * The last `lines` of a builder's terminal; with `follow_ms` what comes after them too, as `terminal_output`, for that long
   * (asked again while somebody looks; 0 ends it). Feature `terminal_request`.
   */
  terminal_request: z.object({
    project_path: path,
    builder_id: name,
    worktree: z.optional(path),
    lines: z.int().check(z.minimum(1), z.maximum(2000)),
    follow_ms: z.optional(z.int().check(z.minimum(0), z.maximum(120_000))),
  }),
  config_update: z.object({ settings: z.record(z.string(), z.unknown()) }),
  sync_request: z.object({ project_path: path, last_known_sha: z.optional(z.nullable(looseText(64))) }),
} as const;

export type HqMessageType = keyof typeof hqMessages;
export type HqPayload<T extends HqMessageType> = z.infer<(typeof hqMessages)[T]>;

/** Features HQ announces in `welcome`. */
export const HQ_FEATURES = [
  'decision_response',
  'decision_progress',
  'proof',
  'manifest',
  'deleted',
  'worktree',
  'artifacts',
] as const;
export type HqFeature = (typeof HQ_FEATURES)[number];

/** The claims of a decision's proof: a compact JWS by HQ over exactly what was decided, by whom, on which bytes. */
export const proofClaims = z.object({
  jti: name,
  /** Seconds since 1970. A machine that has not begun by `exp` does not begin. */
  iat: z.number(),
  exp: z.optional(z.number()),
  iss: z.string(),
  sub: name,
  kind: z.enum(['approve', 'request_changes']),
  approver,
  /** `key:<id>` when a script decided in the approver's name. */
  via: z.optional(name),
  instance_id: name,
  project_path: path,
  project_id: name,
  status_file: path,
  worktree: z.optional(path),
  gate: text(512),
  decided_at: timestamp,
  comment: z.optional(looseText(MAX_COMMENT_CHARS)),
  expected: expectation,
});
export type ProofClaims = z.infer<typeof proofClaims>;
