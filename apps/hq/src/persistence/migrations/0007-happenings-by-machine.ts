import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What one machine's activity and insights are read by: without them each page sorts everything that the machine ever did. */
async function up(db: Kysely<unknown>): Promise<void> {
  const columns = { history: ['instance_id', 'at', 'seq'], decision: ['instance_id', 'decided_at', 'id'] };
  for (const [table, of] of Object.entries(columns))
    await db.schema.createIndex(`${table}_by_machine`).on(table).columns(of).execute();
}

export const happeningsByMachine: Migration = { up };
