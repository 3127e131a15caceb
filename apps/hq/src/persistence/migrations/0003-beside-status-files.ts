import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('status_file').addColumn('artifacts', 'text').execute();
  await db.schema.alterTable('status_file').addColumn('copies', 'text').execute();
  await db.schema.alterTable('builder').addColumn('last_activity', 'text').execute();
  await db.schema
    .createTable('gate_disposition')
    .addColumn('gate_id', 'text', (c) => c.primaryKey())
    .addColumn('digest', 'text', (c) => c.notNull())
    .addColumn('disposition', 'text', (c) => c.notNull())
    .addColumn('person_id', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();
}

export const besideStatusFiles: Migration = { up };
