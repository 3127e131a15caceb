import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** Statements that are kept, and the longest of them: HQ's are a few hundred, and a long one is for many rows. */
const MOST = 300;
const LONGEST = 8_000;

/**
 * Prepares a statement once for all who ask the same. Preparing it takes longer than reading a few rows, and leaves so much
 * behind that clearing it away stops everything else for 40 ms now and then.
 */
export function keepingStatements(driver: SqliteDatabase): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    prepare: (sql) => {
      const statement = kept.get(sql) ?? driver.prepare(sql);
      if (sql.length > LONGEST) return statement;
      // The last used is last.
      kept.delete(sql);
      kept.set(sql, statement);
      const [oldest] = kept.keys();
      if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
      return statement;
    },
    close: () => {
      kept.clear();
      driver.close();
    },
  };
}
