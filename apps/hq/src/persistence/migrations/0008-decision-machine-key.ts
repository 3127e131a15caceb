import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The key of the machine that a decision is for: an id may become another's, a decision may not. */
async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('decision').addColumn('machine_key', 'text').execute();
}

export const decisionMachineKey: Migration = { up };
