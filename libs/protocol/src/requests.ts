import * as z from 'zod/mini';
import { expectation } from './expectation.js';
import { looseText, name, path, text, wholeCommitSha } from './field.js';
import { MAX_COMMENT_CHARS } from './limits.js';

const decisionRequest = {
  instance_id: name,
  project_path: path,
  project_id: name,
  gate: text(512),
  status_file: z.optional(path),
  worktree: z.optional(path),
  expected: z.optional(expectation),
  /** Milliseconds to wait for the final outcome before answering; at most 60,000. */
  wait: z.optional(z.int().check(z.minimum(0), z.maximum(60_000))),
};

/** `POST /api/approve`. `approved_by` is a label only: the recorded approver is the credential's owner. */
export const approveRequest = z.object({
  ...decisionRequest,
  approved_by: z.optional(looseText(256)),
  comment: z.optional(looseText(MAX_COMMENT_CHARS)),
});
export type ApproveRequest = z.infer<typeof approveRequest>;

/** `POST /api/reject`: "request changes", which needs words. */
export const rejectRequest = z.object({
  ...decisionRequest,
  rejected_by: z.optional(looseText(256)),
  comment: text(MAX_COMMENT_CHARS),
});
export type RejectRequest = z.infer<typeof rejectRequest>;

/**
 * `GET /api/artifact`: one of a status file's `artifacts`, as it is now or as a commit of its branch has it. Answers an
 * `ArtifactAnswer` without `next_offset`.
 */
export const artifactQuery = z.object({
  instance_id: name,
  project_path: path,
  worktree: z.optional(path),
  path,
  at: z.optional(wholeCommitSha),
});
export type ArtifactQuery = z.infer<typeof artifactQuery>;

/** `GET /api/terminal`: Server-Sent Events `lines`, then `output` while the stream is open. */
export const terminalQuery = z.object({
  instance_id: name,
  project_path: path,
  builder_id: name,
  worktree: z.optional(path),
  lines: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(2000))),
});
export type TerminalQuery = z.infer<typeof terminalQuery>;

/** `POST /api/commands`. */
export const commandRequest = z.object({
  instance_id: name,
  project_path: path,
  command: z.enum(['spawn_builder', 'send_message', 'run_consultation', 'sync_status']),
  args: z.optional(z.record(z.string(), z.unknown())),
  /** Milliseconds to wait for the machine's last word; at most 60,000. */
  wait: z.optional(z.int().check(z.minimum(0), z.maximum(60_000))),
});
export type CommandRequest = z.infer<typeof commandRequest>;

/** `POST /api/gates/:gate_id/looked`: the digests of what a person has on the screen. */
export const lookedRequest = expectation;
export type LookedRequest = z.infer<typeof lookedRequest>;

/** `POST /api/session`: trades a one-time sign-in link's token for a session cookie. */
export const signInRequest = z.object({ token: text(256) });
export type SignInRequest = z.infer<typeof signInRequest>;
