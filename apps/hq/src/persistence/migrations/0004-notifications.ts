import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

async function up(db: Kysely<unknown>): Promise<void> {
  await createReceivers(db);
  await createRules(db);
  await createNotices(db);
}

async function createReceivers(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('vapid_key')
    .addColumn('public_key', 'text', (c) => c.primaryKey())
    .addColumn('private_key', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('push_device')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('person_id', 'text', (c) => c.notNull().references('person.id'))
    .addColumn('session_hash', 'text')
    .addColumn('endpoint', 'text', (c) => c.notNull())
    .addColumn('endpoint_digest', 'text', (c) => c.notNull().unique())
    .addColumn('p256dh', 'text', (c) => c.notNull())
    .addColumn('auth', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('last_delivered_at', 'bigint')
    .addColumn('problem', 'text')
    .addColumn('problem_at', 'bigint')
    .execute();
  await db.schema
    .createTable('webhook')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('url', 'text', (c) => c.notNull())
    .addColumn('format', 'text', (c) => c.notNull())
    .addColumn('secret', 'text')
    .addColumn('token', 'text')
    .addColumn('kinds', 'text', (c) => c.notNull())
    .addColumn('projects', 'text', (c) => c.notNull())
    .addColumn('enabled', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('disabled_at', 'bigint')
    .addColumn('disabled_reason', 'text')
    .addColumn('last_delivered_at', 'bigint')
    .addColumn('last_failed_at', 'bigint')
    .addColumn('last_error', 'text')
    .execute();
}

async function createRules(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('notification_preference')
    .addColumn('person_id', 'text', (c) => c.primaryKey().references('person.id'))
    .addColumn('preferences', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('reminder_rule')
    .addColumn('instance_id', 'text', (c) => c.notNull())
    .addColumn('project_path', 'text', (c) => c.notNull())
    .addColumn('remind_after', 'integer')
    .addColumn('escalate_after', 'integer')
    .addColumn('escalate_to', 'text')
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('reminder_rule_pk', ['instance_id', 'project_path'])
    .execute();
}

async function createNotices(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('notice')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('version', 'text', (c) => c.notNull())
    .addColumn('gate_id', 'text')
    .addColumn('instance_id', 'text', (c) => c.notNull())
    .addColumn('project_path', 'text', (c) => c.notNull())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('url', 'text', (c) => c.notNull())
    .addColumn('audience', 'text')
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('dealt', 'integer', (c) => c.notNull())
    .addColumn('ended_at', 'bigint')
    .execute();
  await sql`create unique index notice_told_once on notice (subject, version) where ended_at is null`.execute(
    db,
  );
  await db.schema.createIndex('notice_by_dealt').on('notice').columns(['dealt', 'at']).execute();
  await db.schema
    .createTable('held_notice')
    .addColumn('person_id', 'text', (c) => c.notNull().references('person.id'))
    .addColumn('notice_id', 'text', (c) => c.notNull().references('notice.id'))
    .addPrimaryKeyConstraint('held_notice_pk', ['person_id', 'notice_id'])
    .execute();
  await db.schema
    .createTable('delivery')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('device_id', 'text')
    .addColumn('webhook_id', 'text')
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('kinds', 'text', (c) => c.notNull())
    .addColumn('payload', 'text', (c) => c.notNull())
    .addColumn('test', 'integer', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('next_at', 'bigint')
    .addColumn('last', 'text')
    .execute();
  await db.schema.createIndex('delivery_by_next').on('delivery').columns(['next_at']).execute();
  await db.schema
    .createIndex('delivery_by_webhook')
    .on('delivery')
    .columns(['webhook_id', 'created_at'])
    .execute();
}

export const notifications: Migration = { up };
