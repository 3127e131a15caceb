import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The language that a device is told in and what it is, and what was told in other languages than English. */
async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('push_device')
    .addColumn('language', 'text', (c) => c.notNull().defaultTo('en'))
    .execute();
  await db.schema.alterTable('push_device').addColumn('user_agent', 'text').execute();
  await db.schema.alterTable('notice').addColumn('translations', 'text').execute();
}

export const noticeLanguages: Migration = { up };
