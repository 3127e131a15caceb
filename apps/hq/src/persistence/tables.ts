import type { NotificationTables } from './notification-tables.js';

/** Times are milliseconds since 1970; JSON is text, so that SQLite and PostgreSQL hold the same rows. */
export interface Tables extends NotificationTables {
  person: PersonRow;
  sign_in_link: SignInLinkRow;
  session: SessionRow;
  api_key: ApiKeyRow;
  instance: InstanceRow;
  status_file: StatusFileRow;
  builder: BuilderRow;
  gate_disposition: GateDispositionRow;
  gate_look: GateLookRow;
  history: HistoryRow;
  decision: DecisionRow;
  decision_step: DecisionStepRow;
  audit: AuditRow;
  audit_head: AuditHeadRow;
  signing_key: SigningKeyRow;
}

export interface PersonRow {
  id: string;
  name: string;
  email: string | null;
  role: string;
  created_at: number;
  /** May not sign in any more; kept for what they decided. */
  removed_at: number | null;
}

export interface SignInLinkRow {
  token_hash: string;
  person_id: string;
  created_at: number;
  expires_at: number;
  used_at: number | null;
  /** Of a link that a person made for another device of theirs; what it opened is told to whoever made it. */
  handover_id: string | null;
  from_session: string | null;
  opened_session: string | null;
}

export interface SessionRow {
  token_hash: string;
  /** Of the secret that the page keeps and the cookie does not carry. */
  page_hash: string;
  person_id: string;
  created_at: number;
  expires_at: number;
  last_seen_at: number;
  user_agent: string;
}

export interface ApiKeyRow {
  id: string;
  name: string;
  /** Comma-separated. */
  scopes: string;
  secret_hash: string;
  person_id: string | null;
  created_at: number;
  last_used_at: number | null;
  revoked_at: number | null;
}

export interface InstanceRow {
  instance_id: string;
  owner: string;
  name: string;
  version: string;
  /** JSON: `RegisteredProject[]`. */
  projects: string;
  /** JSON: `string[]`. */
  features: string;
  connected_at: number;
  last_ping: number;
  last_seen: number;
}

export interface StatusFileRow {
  instance_id: string;
  project_path: string;
  /** `''` for the main checkout: part of the primary key. */
  worktree: string;
  path: string;
  content: string;
  digest: string;
  git_sha: string | null;
  updated_at: number;
  /** JSON: gate name → milliseconds since it was first seen waiting. */
  waiting_since: string;
  /** JSON: `ArtifactRef[]`. */
  artifacts: string | null;
  /** JSON: `string[]`, other worktrees with a copy. */
  copies: string | null;
}

export interface BuilderRow {
  instance_id: string;
  project_path: string;
  worktree: string;
  builder_id: string;
  status: string;
  phase: string | null;
  branch: string | null;
  /** ISO 8601, as the machine wrote it. */
  last_activity: string | null;
  updated_at: number;
}

/** What a person said of a gate that waits without anybody working there. */
export interface GateDispositionRow {
  gate_id: string;
  /** Of the gate's entry then: another request is another question. */
  digest: string;
  /** `in` or `dismissed`. */
  disposition: string;
  person_id: string;
  at: number;
}

/** One version of what is read at a gate, as one person had it on the screen. */
export interface GateLookRow {
  gate_id: string;
  person_id: string;
  seen_hash: string;
  /** JSON: `Expectation`. */
  seen: string;
  first_at: number;
  last_at: number;
}

/** One fact, never changed. Which columns are filled depends on the kind. */
export interface HistoryRow {
  seq: number;
  at: number;
  kind: string;
  /** What the fact is about: the last row of a subject says how it was left. */
  subject: string;
  instance_id: string;
  instance_name: string;
  project_path: string | null;
  project_name: string | null;
  project_id: string | null;
  title: string | null;
  status_file: string | null;
  worktree: string | null;
  gate: string | null;
  gate_id: string | null;
  builder_id: string | null;
  /** A phase, a builder's status, or how a wait ended. */
  came_from: string | null;
  went_to: string | null;
  plan_phase: string | null;
  gate_digest: string | null;
  /** Since when the gate waited; `waited` is until somebody decided. */
  since: number | null;
  waited: number | null;
  decided_at: number | null;
  decision_id: string | null;
  person_id: string | null;
  person_name: string | null;
  /** 1 when it was read off a file long after it happened. */
  learnt_late: number;
}

export interface DecisionRow {
  id: string;
  kind: string;
  gate_id: string;
  instance_id: string;
  instance_name: string;
  project_path: string;
  project_id: string;
  title: string;
  gate: string;
  status_file: string;
  worktree: string | null;
  approver_id: string;
  approver_name: string;
  approver_email: string | null;
  label: string | null;
  comment: string | null;
  /** JSON: `Expectation`. */
  expected: string;
  proof: string;
  decided_at: number;
  expires_at: number;
  state: string;
  /** 1 while decided or sent: a partial unique index allows one such decision a gate. */
  open: number;
  /** 1 once the mirror has shown the gate passed, so that a gate that is asked for again can be decided again. */
  seen_passed: number;
  outcome: string | null;
  refusal: string | null;
  /** JSON: what the machine said on the way, when that is more than that it has it. */
  progress: string | null;
  /** The key that owned the machine when it was decided, or when it was sent; null of decisions from before that was kept. */
  machine_key: string | null;
}

export interface DecisionStepRow {
  decision_id: string;
  seq: number;
  state: string;
  at: number;
  cause: string;
}

export interface AuditRow {
  seq: number;
  at: number;
  actor: string;
  event: string;
  /** JSON object, keys sorted: what the hash is taken over. */
  details: string;
  previous_hash: string;
  hash: string;
}

export interface AuditHeadRow {
  id: number;
  seq: number;
  hash: string;
}

export interface SigningKeyRow {
  kid: string;
  /** JSON: the private JWK. */
  private_jwk: string;
  created_at: number;
}
