import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

async function up(db: Kysely<unknown>): Promise<void> {
  await createHistory(db);
  await createLooks(db);
}

async function createHistory(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('history')
    .addColumn('seq', 'bigint', (c) => c.primaryKey())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('instance_id', 'text', (c) => c.notNull())
    .addColumn('instance_name', 'text', (c) => c.notNull())
    .addColumn('project_path', 'text')
    .addColumn('project_name', 'text')
    .addColumn('project_id', 'text')
    .addColumn('title', 'text')
    .addColumn('status_file', 'text')
    .addColumn('worktree', 'text')
    .addColumn('gate', 'text')
    .addColumn('gate_id', 'text')
    .addColumn('builder_id', 'text')
    .addColumn('came_from', 'text')
    .addColumn('went_to', 'text')
    .addColumn('plan_phase', 'text')
    .addColumn('gate_digest', 'text')
    .addColumn('since', 'bigint')
    .addColumn('waited', 'bigint')
    .addColumn('decided_at', 'bigint')
    .addColumn('decision_id', 'text')
    .addColumn('person_id', 'text')
    .addColumn('person_name', 'text')
    .addColumn('learnt_late', 'integer', (c) => c.notNull())
    .execute();
  const index = async (name: string, columns: string[]) =>
    db.schema.createIndex(name).on('history').columns(columns).execute();
  await index('history_by_time', ['at', 'seq']);
  await index('history_by_subject', ['subject', 'seq']);
  await index('history_by_kind', ['kind', 'at', 'seq']);
  await sql`create index history_waits on history (at, seq) where waited is not null`.execute(db);
  await db.schema.createIndex('audit_by_time').on('audit').columns(['at', 'seq']).execute();
  await index('history_by_project', ['instance_id', 'project_path', 'project_id', 'seq']);
}

async function createLooks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('gate_look')
    .addColumn('gate_id', 'text', (c) => c.notNull())
    .addColumn('person_id', 'text', (c) => c.notNull())
    .addColumn('seen_hash', 'text', (c) => c.notNull())
    .addColumn('seen', 'text', (c) => c.notNull())
    .addColumn('first_at', 'bigint', (c) => c.notNull())
    .addColumn('last_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('gate_look_pk', ['person_id', 'gate_id', 'seen_hash'])
    .execute();
  await db.schema.createIndex('gate_look_by_gate').on('gate_look').column('gate_id').execute();
}

export const history: Migration = { up };
