import { Inject, Injectable } from '@nestjs/common';
import { appendAudit, type AuditEntry } from './audit.repository.js';
import type { Database } from './database.js';
import type { WebhookRow } from './notification-tables.js';
import { DATABASE } from './persistence.tokens.js';

@Injectable()
export class WebhookRepository {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  /** Oldest first. */
  async all(): Promise<WebhookRow[]> {
    return this.db.selectFrom('webhook').selectAll().orderBy('created_at').orderBy('id').execute();
  }

  async byId(id: string): Promise<WebhookRow | undefined> {
    return this.db.selectFrom('webhook').selectAll().where('id', '=', id).executeTakeFirst();
  }

  async add(row: WebhookRow, entry: AuditEntry): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      await appendAudit(tx, entry, row.created_at);
      await tx.insertInto('webhook').values(row).execute();
    });
  }

  async change(
    id: string,
    change: Partial<Omit<WebhookRow, 'id'>>,
    at: number,
    entry: AuditEntry,
  ): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      await appendAudit(tx, entry, at);
      await tx.updateTable('webhook').set(change).where('id', '=', id).execute();
    });
  }

  /** With its log and with what was on its way to it. */
  async remove(id: string, at: number, entry: AuditEntry): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      await appendAudit(tx, entry, at);
      await tx.deleteFrom('delivery').where('webhook_id', '=', id).execute();
      await tx.deleteFrom('webhook').where('id', '=', id).execute();
    });
  }

  async delivered(id: string, at: number): Promise<void> {
    await this.db.updateTable('webhook').set({ last_delivered_at: at }).where('id', '=', id).execute();
  }

  async failed(id: string, error: string, at: number): Promise<void> {
    const set = { last_failed_at: at, last_error: error };
    await this.db.updateTable('webhook').set(set).where('id', '=', id).execute();
  }
}
