import { hash } from 'node:crypto';
import type { Expectation } from '@codev-hq/protocol';
import { DATABASE } from '../src/persistence/persistence.tokens.js';
import type { Database } from '../src/persistence/database.js';
import type { DecisionRow, GateLookRow, HistoryRow } from '../src/persistence/tables.js';
import type { RunningHq } from './running-hq.js';

/** Rows of one statement, for every engine. */
const AT_ONCE = 200;

export interface Past {
  readonly history?: readonly HistoryRow[];
  readonly decisions?: readonly DecisionRow[];
  readonly looks?: readonly GateLookRow[];
}

/** Stores what happened before the test. */
export async function storePast(
  hq: RunningHq,
  { history = [], decisions = [], looks = [] }: Past,
): Promise<void> {
  const db = hq.app.get<Database>(DATABASE);
  for (const rows of some(history)) await db.insertInto('history').values(rows).execute();
  for (const rows of some(decisions)) await db.insertInto('decision').values(rows).execute();
  for (const rows of some(looks)) await db.insertInto('gate_look').values(rows).execute();
}

/** A gate that was opened elsewhere; numbers far from those that HQ itself gives meanwhile. */
export function pastFact(n: number, overrides: Partial<HistoryRow> = {}): HistoryRow {
  return {
    seq: 1_000_000_000 + n,
    at: Date.parse('2026-03-02T09:00:00Z') + n,
    kind: 'gate-opened',
    subject: `gate:${n}`,
    instance_id: 'machine-1',
    instance_name: 'Ada’s laptop',
    project_path: '/code/shop',
    project_name: 'shop',
    project_id: '0068',
    title: 'feature',
    status_file: 'codev/status/0068-feature.md',
    worktree: null,
    gate: 'spec-approval',
    gate_id: `gate-${n}`,
    builder_id: null,
    came_from: null,
    went_to: null,
    plan_phase: null,
    gate_digest: null,
    since: null,
    waited: null,
    decided_at: null,
    decision_id: null,
    person_id: null,
    person_name: null,
    learnt_late: 0,
    ...overrides,
  };
}

export function pastDecision(n: number, overrides: Partial<DecisionRow> = {}): DecisionRow {
  return {
    id: `decision-${String(n).padStart(8, '0')}`,
    kind: 'approve',
    gate_id: `gate-${n}`,
    instance_id: 'machine-1',
    instance_name: 'Ada’s laptop',
    project_path: '/code/shop',
    project_id: '0068',
    title: 'feature',
    gate: 'spec-approval',
    status_file: 'codev/status/0068-feature.md',
    worktree: null,
    approver_id: 'ada',
    approver_name: 'Ada',
    approver_email: null,
    label: null,
    comment: null,
    expected: '{}',
    proof: '',
    decided_at: Date.parse('2026-03-02T09:00:00Z') + n,
    expires_at: Date.parse('2026-03-09T09:00:00Z') + n,
    state: 'applied',
    open: 0,
    seen_passed: 1,
    outcome: null,
    refusal: null,
    progress: null,
    machine_key: null,
    ...overrides,
  };
}

export function pastLook(gate_id: string, person_id: string, at: number, seen: Expectation): GateLookRow {
  const text = JSON.stringify(seen);
  return {
    gate_id,
    person_id,
    seen: text,
    seen_hash: hash('sha256', text, 'hex'),
    first_at: at,
    last_at: at,
  };
}

function some<Row>(rows: readonly Row[]): Row[][] {
  return Array.from({ length: Math.ceil(rows.length / AT_ONCE) }, (_, i) =>
    rows.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
  );
}
