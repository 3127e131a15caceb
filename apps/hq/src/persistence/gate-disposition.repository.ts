import { Inject, Injectable } from '@nestjs/common';
import { appendAudit, type AuditEntry } from './audit.repository.js';
import type { Database } from './database.js';
import { DATABASE } from './persistence.tokens.js';
import type { GateDispositionRow } from './tables.js';

@Injectable()
export class GateDispositionRepository {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  async all(): Promise<GateDispositionRow[]> {
    return this.db.selectFrom('gate_disposition').selectAll().execute();
  }

  /** Replaces what was said of this gate before, its audit row with it. */
  async set(row: GateDispositionRow, entry: AuditEntry): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      await appendAudit(tx, entry, row.at);
      const { gate_id: _key, ...said } = row;
      const insert = tx.insertInto('gate_disposition').values(row);
      await insert.onConflict((c) => c.column('gate_id').doUpdateSet(said)).execute();
    });
  }
}
