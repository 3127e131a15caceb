import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('person').addColumn('removed_at', 'bigint').execute();
  for (const column of ['handover_id', 'from_session', 'opened_session'])
    await db.schema.alterTable('sign_in_link').addColumn(column, 'text').execute();
  await db.schema.createIndex('session_by_person').on('session').column('person_id').execute();
}

export const sessionsAndHandovers: Migration = { up };
