import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** For each way to look for what happened: what it is looked for by, then the order in which it is told. */
const INDEXES = {
  history_by_project_id: ['history', 'project_id', 'at', 'seq'],
  history_by_project_name: ['history', 'project_name', 'at', 'seq'],
  history_by_project_path: ['history', 'project_path', 'at', 'seq'],
  decision_by_project_id: ['decision', 'project_id', 'decided_at', 'id'],
  decision_by_project_path: ['decision', 'project_path', 'decided_at', 'id'],
  decision_by_approver: ['decision', 'approver_id', 'decided_at', 'id'],
  decision_by_state: ['decision', 'state', 'decided_at', 'id'],
  decision_by_gate: ['decision', 'gate_id', 'decided_at', 'id'],
  audit_by_event: ['audit', 'event', 'at', 'seq'],
  sign_in_link_by_person: ['sign_in_link', 'person_id', 'expires_at'],
  sign_in_link_by_handover: ['sign_in_link', 'handover_id'],
} as const;

async function up(db: Kysely<unknown>): Promise<void> {
  // Was without the id, which tells apart what was decided at the same time.
  await db.schema.dropIndex('decision_by_gate').execute();
  for (const [name, [table, ...columns]] of Object.entries(INDEXES))
    await db.schema.createIndex(name).on(table).columns(columns).execute();
}

export const readInSlices: Migration = { up };
