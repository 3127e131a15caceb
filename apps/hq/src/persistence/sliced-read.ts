import { sql, type RawBuilder } from 'kysely';
import type { Database } from './database.js';
import { loopTurn } from './loop-turns.js';
import type { Tables } from './tables.js';

/** Rows that one statement looks at, at first and at most. */
const FIRST = 64;
const MOST = 500;
/** More than a slice can hold: a limit keeps the conditions on the outside from choosing another index inside. */
const FENCE = 1_000_000;
/** Ways into a table that are walked beside each other; where there would be more, the whole table is walked. */
export const MOST_WALKS = 24;

export type Condition = RawBuilder<unknown>;
/** A row's values of what is ordered by. */
type Place = readonly unknown[];

/** A table from its newest row on. */
export interface SlicedRead {
  readonly table: keyof Tables;
  /** What it is ordered by, newest first; together they are like no other row's. */
  readonly order: readonly string[];
  readonly columns?: readonly string[];
  /**
   * Where to look: each is the beginning of an index that goes on with the columns of the order. A row is found that any of them
   * leads to; `undefined` leads to all.
   */
  readonly walks: readonly (Condition | undefined)[];
  /** Bounds of the first column of the order: from the one on, and before the other. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** What fits, of all that is looked at. */
  readonly fits: readonly Condition[];
  /** Only what comes behind the row with these values. */
  readonly behind?: Place | undefined;
  readonly limit: number;
}

/**
 * The newest rows that fit; fewer than `limit` are all. Whatever is asked for, one statement looks at no more than some hundred
 * rows, and others get the loop between two of them: the embedded engine reads where everything else runs.
 */
export async function readSliced<Row extends object>(db: Database, read: SlicedRead): Promise<Row[]> {
  const found: Row[] = [];
  let { behind, walks } = read;
  for (let size = Math.min(MOST, Math.max(FIRST, read.limit)); ; size = Math.min(MOST, 4 * size)) {
    await loopTurn();
    walks = await leading(db, { ...read, walks, behind });
    if (walks.length === 0) return found;
    const slice = { ...read, walks, behind, limit: read.limit - found.length };
    const end = await endOf(db, slice, size);
    found.push(...(await rowsIn<Row>(db, slice, end)));
    if (end === undefined || found.length >= read.limit) return found;
    behind = end;
  }
}

/** The walks on which there is still anything; of one alone it shows by itself. */
async function leading(db: Database, read: SlicedRead): Promise<SlicedRead['walks']> {
  if (read.walks.length === 1) return read.walks;
  const still: (Condition | undefined)[] = [];
  for (const walk of read.walks) if (await nth(db, read, walk, 0)) still.push(walk);
  return still;
}

/** Up to where nothing has more than its share of rows; undefined when all that is left is within. */
async function endOf(db: Database, read: SlicedRead, size: number): Promise<Place | undefined> {
  const share = Math.ceil(size / read.walks.length);
  let end: Place | undefined;
  for (const walk of read.walks) end = (await nth(db, read, walk, share - 1, end)) ?? end;
  return end;
}

/** The place of a row on one walk, so many behind the first; none behind `end`. */
async function nth(
  db: Database,
  read: SlicedRead,
  walk: Condition | undefined,
  n: number,
  end?: Place,
): Promise<Place | undefined> {
  const { order, table } = read;
  const { rows } = await sql<Record<string, unknown>>`select ${list(order)} from ${sql.table(table)}
    where ${all([walk, ...bounds(read, end)])} order by ${newestFirst(order)} limit 1 offset ${n}`.execute(
    db,
  );
  return rows[0] && order.map((column) => rows[0]?.[column]);
}

async function rowsIn<Row extends object>(
  db: Database,
  read: SlicedRead,
  end: Place | undefined,
): Promise<Row[]> {
  const parts = read.walks.map(
    (walk) => sql`select * from ${sql.table(read.table)} where ${all([walk, ...bounds(read, end)])}`,
  );
  const { rows } = await sql<Row>`select ${read.columns ? list(read.columns) : sql`*`}
    from (${sql.join(parts, sql` union `)} order by ${newestFirst(read.order)} limit ${FENCE}) as slice
    where ${all(read.fits)} order by ${newestFirst(read.order)} limit ${read.limit}`.execute(db);
  return rows;
}

/** One bound on each side: with two the engine may take the one that leaves more to look at. */
function bounds({ order, since, until, behind }: SlicedRead, end: Place | undefined): Condition[] {
  const first = sql.ref(order[0] ?? '');
  const isBehindNarrower = behind && !(until !== undefined && Number(behind[0]) >= until);
  const upper = isBehindNarrower
    ? sql`(${list(order)}) < (${sql.join(behind)})`
    : until !== undefined && sql`${first} < ${until}`;
  const lower = end
    ? sql`(${list(order)}) >= (${sql.join(end)})`
    : since !== undefined && sql`${first} >= ${since}`;
  return [upper, lower].filter((bound) => bound !== false);
}

export const equal = (column: string, value: unknown): Condition => sql`${sql.ref(column)} = ${value}`;

export const oneOf = (column: string, values: readonly unknown[]): Condition =>
  sql`${sql.ref(column)} in (${sql.join(values)})`;

export const any = (conditions: readonly Condition[]): Condition => sql`(${sql.join(conditions, sql` or `)})`;

function all(conditions: readonly (Condition | undefined)[]): Condition {
  const given = conditions.filter((condition) => condition !== undefined);
  return given.length === 0 ? sql`1 = 1` : sql.join(given, sql` and `);
}

const list = (columns: readonly string[]) => sql.join(columns.map((column) => sql.ref(column)));
const newestFirst = (order: readonly string[]) =>
  sql.join(order.map((column) => sql`${sql.ref(column)} desc`));
