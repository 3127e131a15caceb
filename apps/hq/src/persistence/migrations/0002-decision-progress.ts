import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('decision').addColumn('progress', 'text').execute();
}

export const decisionProgress: Migration = { up };
