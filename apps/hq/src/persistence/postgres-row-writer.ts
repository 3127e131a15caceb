import type { Database } from './database.js';
import type { RowWork, RowWriter } from './row-work.js';

/** Writes rows over the pool: the server does the waiting. */
export class PostgresRowWriter implements RowWriter {
  constructor(private readonly db: Database) {}

  async write(work: readonly RowWork[]): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      for (const part of work) await part.execute(tx);
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
