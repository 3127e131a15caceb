import {
  decisionKind,
  decisionState,
  type ActivityEntry,
  type ActivityKind,
  type Actor,
  type AuditEvent,
} from '@codev-hq/protocol';
import type { AuditRow, DecisionRow, HistoryRow } from '../persistence/tables.js';
import { filled } from './filled.js';

/** Kinds of the history that are told as they are. What a decision ended is told by the decision. */
export const STORED_KINDS = [
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
] as const satisfies readonly ActivityKind[];

/** Which events of the audit log are told, by kind. */
const EVENTS = {
  'signed-in': ['signed-in'],
  'session-changed': [
    'signed-out',
    'session-revoked',
    'sessions-revoked',
    'handover-offered',
    'handover-withdrawn',
  ],
  'key-changed': ['key-created', 'key-rotated', 'key-revoked'],
  'webhook-changed': ['webhook-added', 'webhook-changed', 'webhook-removed', 'webhook-secret-renewed'],
  'person-changed': ['person-added', 'person-changed', 'person-removed', 'sign-in-link-created'],
  'machine-changed': ['instance-released', 'instance-removed'],
} as const satisfies Partial<Record<ActivityKind, readonly AuditEvent[]>>;
type AuditKind = keyof typeof EVENTS;

export const auditKinds = Object.keys(EVENTS) as AuditKind[];

export function eventsOf(kinds: readonly AuditKind[]): AuditEvent[] {
  return kinds.flatMap((kind) => EVENTS[kind]);
}

export function ofHistory(row: HistoryRow): ActivityEntry {
  const kind = STORED_KINDS.find((known) => known === row.kind);
  if (!kind) throw new Error(`The history tells of "${row.kind}", which nobody asked for.`);
  return {
    id: `h${row.seq}`,
    at: iso(row.at),
    kind,
    instance_id: row.instance_id,
    instance_name: row.instance_name,
    ...filled({
      project_path: row.project_path,
      project_name: row.project_name,
      project_id: row.project_id,
      title: row.title,
      status_file: row.status_file,
      worktree: row.worktree,
      gate: row.gate,
      gate_id: row.gate_id,
      // How a gate stood before it went is for comparing only.
      from: row.gate === null ? row.came_from : null,
      to: row.went_to,
      plan_phase: row.plan_phase,
      builder_id: row.builder_id,
    }),
    ...(row.person_name !== null && { who: { name: row.person_name } }),
    ...(row.since !== null && { since: iso(row.since) }),
    ...(row.waited !== null && { waited_ms: row.waited }),
    ...(row.learnt_late === 1 && { learnt_late: true }),
  };
}

export function ofDecision(row: DecisionRow): ActivityEntry {
  return {
    id: `d${row.id}`,
    at: iso(row.decided_at),
    kind: 'decision',
    instance_id: row.instance_id,
    instance_name: row.instance_name,
    project_path: row.project_path,
    project_id: row.project_id,
    title: row.title,
    status_file: row.status_file,
    ...filled({ worktree: row.worktree }),
    gate: row.gate,
    gate_id: row.gate_id,
    who: { id: row.approver_id, name: row.approver_name },
    decision: {
      decision_id: row.id,
      kind: decisionKind.parse(row.kind),
      state: decisionState.parse(row.state),
      ...(row.comment !== null && { comment: row.comment }),
    },
  };
}

export function ofAudit(row: AuditRow, names: Readonly<Record<string, string>>): ActivityEntry {
  const kind = auditKinds.find((known) => EVENTS[known].some((event) => event === row.event));
  if (!kind) throw new Error(`The audit log tells of "${row.event}", which nobody asked for.`);
  return {
    id: `a${row.seq}`,
    at: iso(row.at),
    kind,
    who: whoIs(row.actor, names),
    event: row.event,
    details: JSON.parse(row.details) as Record<string, unknown>,
  };
}

/** `person:<id> by key:<id>`, `key:<id>`, or words. */
function whoIs(actor: string, names: Readonly<Record<string, string>>): Actor {
  const [, kind, id] = /^(person|key):([\w-]+)/.exec(actor) ?? [];
  if (kind === undefined || id === undefined) return { name: actor };
  return { ...(kind === 'person' && { id }), name: names[`${kind}:${id}`] ?? actor };
}

const iso = (ms: number) => new Date(ms).toISOString();
