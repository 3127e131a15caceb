import type { Compilable, Kysely } from 'kysely';
import type { Tables } from './tables.js';

/** The statement that stores some rows of one table, or deletes them: the same for both engines. */
export type RowStatement<Row extends object> = (
  db: Kysely<Tables>,
  rows: readonly Row[],
) => Compilable & { execute(): Promise<unknown> };

/** A statement for one row, and the values of each. Plain data: it may go to another thread. */
export interface BoundStatement {
  readonly sql: string;
  readonly values: readonly (readonly unknown[])[];
}

/** Rows and the statement for them. */
export interface RowWork {
  /** Runs it here, with many rows in a statement. */
  execute(tx: Kysely<Tables>): Promise<void>;
  /** What somebody else needs to run it. */
  bind(db: Kysely<Tables>): BoundStatement[];
}

/** Stores what belongs together: all of it or nothing. */
export interface RowWriter {
  write(work: readonly RowWork[]): Promise<void>;
  close(): Promise<void>;
}

/** Well below each engine's limit of values in a statement. */
const ROWS_AT_ONCE = 100;

export function rowWork<Row extends object>(statement: RowStatement<Row>, rows: readonly Row[]): RowWork {
  return {
    execute: async (tx) => {
      for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) {
        await statement(tx, rows.slice(i, i + ROWS_AT_ONCE)).execute();
      }
    },
    bind: (db) => {
      const [first] = rows;
      if (!first) return [];
      const known = forms.get(statement) ?? formOf(statement, db, first);
      forms.set(statement, known);
      const columns = known.columns as readonly (keyof Row)[];
      return [{ sql: known.sql, values: rows.map((row) => columns.map((column) => row[column])) }];
    },
  };
}

/** A statement for one row as text, and its columns in the order in which they are bound. */
interface Form {
  readonly sql: string;
  readonly columns: readonly unknown[];
}

const forms = new WeakMap<object, Form>();

function formOf<Row extends object>(statement: RowStatement<Row>, db: Kysely<Tables>, row: Row): Form {
  // A row that holds its own columns' names: what is bound then are these names.
  const named = Object.fromEntries(Object.keys(row).map((column) => [column, column])) as Row;
  const { sql, parameters } = statement(db, [named]).compile();
  return { sql, columns: parameters };
}
