import { Inject, Injectable } from '@nestjs/common';
import type { Database } from './database.js';
import type { DeliveryRow } from './notification-tables.js';
import { DATABASE } from './persistence.tokens.js';

/** Deliveries that the log of one webhook keeps. */
const KEPT = 200;

export type DeliveryStep = Pick<DeliveryRow, 'state' | 'attempts' | 'next_at' | 'last'>;

/** What is on its way to devices and webhooks, and what became of the latter. */
@Injectable()
export class DeliveryRepository {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  async add(row: DeliveryRow): Promise<void> {
    await this.db.insertInto('delivery').values(row).execute();
    if (row.webhook_id !== null) await this.trim(row.webhook_id);
  }

  /** Everything that has not ended, oldest first. */
  async waiting(): Promise<DeliveryRow[]> {
    const open = this.db.selectFrom('delivery').selectAll().where('next_at', 'is not', null);
    return open.orderBy('created_at').orderBy('id').execute();
  }

  async step(id: string, step: DeliveryStep): Promise<void> {
    await this.db.updateTable('delivery').set(step).where('id', '=', id).execute();
  }

  /** A device has no log. */
  async remove(id: string): Promise<void> {
    await this.db.deleteFrom('delivery').where('id', '=', id).execute();
  }

  /** Ends what still waits for a webhook. */
  async giveUp(webhookId: string): Promise<void> {
    const open = this.db.updateTable('delivery').set({ state: 'given_up', next_at: null });
    await open.where('webhook_id', '=', webhookId).where('next_at', 'is not', null).execute();
  }

  /** Newest first. */
  async ofWebhook(webhookId: string): Promise<DeliveryRow[]> {
    const all = this.db.selectFrom('delivery').selectAll().where('webhook_id', '=', webhookId);
    return all.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(KEPT).execute();
  }

  /** What has ended and is not among the newest: what is on its way stays. */
  async trim(webhookId: string): Promise<void> {
    const newest = this.db.selectFrom('delivery').select('id').where('webhook_id', '=', webhookId);
    await this.db
      .deleteFrom('delivery')
      .where('webhook_id', '=', webhookId)
      .where('next_at', 'is', null)
      .where('id', 'not in', newest.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(KEPT))
      .execute();
  }
}
