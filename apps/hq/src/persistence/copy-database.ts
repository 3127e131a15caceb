import { PostgresAdapter, sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from './database.js';
import type { Tables } from './tables.js';

/** Every table with its key, in an order that satisfies the foreign keys. */
const TABLES: readonly (readonly [keyof Tables, readonly string[]])[] = [
  ['person', ['id']],
  ['sign_in_link', ['token_hash']],
  ['session', ['token_hash']],
  ['api_key', ['id']],
  ['instance', ['instance_id']],
  ['status_file', ['instance_id', 'project_path', 'worktree', 'path']],
  ['builder', ['instance_id', 'project_path', 'worktree', 'builder_id']],
  ['gate_disposition', ['gate_id']],
  ['gate_look', ['person_id', 'gate_id', 'seen_hash']],
  ['history', ['seq']],
  ['decision', ['id']],
  ['decision_step', ['decision_id', 'seq']],
  ['audit', ['seq']],
  ['audit_head', ['id']],
  ['signing_key', ['kid']],
  ['vapid_key', ['public_key']],
  ['push_device', ['id']],
  ['notification_preference', ['person_id']],
  ['webhook', ['id']],
  ['reminder_rule', ['instance_id', 'project_path']],
  ['notice', ['id']],
  ['held_notice', ['person_id', 'notice_id']],
  ['delivery', ['id']],
];

const PAGE = 500;

/** Whether anything was ever stored here: an empty schema may be filled, anything else only when told so. */
export async function isEmpty(db: Database): Promise<boolean> {
  const head = await db.selectFrom('audit_head').select('seq').executeTakeFirst();
  const keys = await db.selectFrom('signing_key').select('kid').limit(1).execute();
  return (head?.seq ?? 0) === 0 && keys.length === 0;
}

/**
 * Copies every row from one database into another, whatever their engines: read in one snapshot, so that it may run
 * beside a working HQ, and written in one transaction that replaces what was there, so that a failure leaves no half.
 * @returns the number of rows copied.
 */
export async function copyDatabase(from: Database, to: Database): Promise<number> {
  return from.transaction().execute(async (reader) => {
    // SQLite's transactions are snapshots already.
    if (from.getExecutor().adapter instanceof PostgresAdapter) {
      await sql`set transaction isolation level repeatable read, read only`.execute(reader);
    }
    return to.transaction().execute((writer) => copyAll(reader, writer));
  });
}

async function copyAll(reader: Transaction<Tables>, writer: Transaction<Tables>): Promise<number> {
  for (const [table] of [...TABLES].reverse()) await sql`delete from ${sql.table(table)}`.execute(writer);
  let copied = 0;
  for (const [table, key] of TABLES) copied += await copyTable(reader, writer, table, key);
  return copied;
}

async function copyTable(
  reader: Kysely<Tables>,
  writer: Kysely<Tables>,
  table: keyof Tables,
  key: readonly string[],
): Promise<number> {
  const order = sql.join(key.map((column) => sql.ref(column)));
  for (let offset = 0; ; offset += PAGE) {
    const page = sql<never>`select * from ${sql.table(table)} order by ${order} limit ${PAGE} offset ${offset}`;
    const { rows } = await page.execute(reader);
    if (rows.length > 0) await writer.insertInto(table).values(rows).execute();
    if (rows.length < PAGE) return offset + rows.length;
  }
}
