import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The language that a webhook's texts are written in. */
async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('webhook')
    .addColumn('language', 'text', (c) => c.notNull().defaultTo('en'))
    .execute();
}

export const webhookLanguages: Migration = { up };
