import { Inject, Injectable } from '@nestjs/common';
import type { Database } from './database.js';
import type { DeliveryRow, HeldNoticeRow, NoticeRow } from './notification-tables.js';
import { DATABASE } from './persistence.tokens.js';

/** Parameters that every engine takes in one statement. */
const AT_ONCE = 200;

/** What was told, each thing once while it lasts, and what of it has yet to go out. */
@Injectable()
export class NoticeRepository {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  /** Everything told whose matter has not ended, oldest first. */
  async lasting(): Promise<Pick<NoticeRow, 'id' | 'subject' | 'version' | 'at'>[]> {
    const columns = ['id', 'subject', 'version', 'at'] as const;
    const lasting = this.db.selectFrom('notice').select(columns).where('ended_at', 'is', null);
    return lasting.orderBy('at').execute();
  }

  /** What is told already stays as it is. */
  async add(rows: readonly NoticeRow[]): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      for (const row of rows) {
        const insert = tx.insertInto('notice').values(row);
        await insert
          .onConflict((c) => c.columns(['subject', 'version']).where('ended_at', 'is', null).doNothing())
          .execute();
      }
    });
  }

  /** Its matter is over: when it comes again, it is told again. */
  async end(subjects: readonly string[], at: number): Promise<void> {
    for (const some of chunks(subjects)) {
      const lasting = this.db.updateTable('notice').set({ ended_at: at }).where('ended_at', 'is', null);
      await lasting.where('subject', 'in', some).execute();
    }
  }

  /** Oldest first. */
  async undealt(): Promise<NoticeRow[]> {
    const open = this.db.selectFrom('notice').selectAll().where('dealt', '=', 0);
    return open.orderBy('at').orderBy('id').execute();
  }

  /** Stores what goes out, and that it does, together: a kill between the two neither loses nor repeats anything. */
  async deal(
    noticeIds: readonly string[],
    deliveries: readonly DeliveryRow[],
    held: readonly HeldNoticeRow[],
  ): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      for (const row of deliveries) await tx.insertInto('delivery').values(row).execute();
      for (const row of held) await tx.insertInto('held_notice').values(row).execute();
      for (const some of chunks(noticeIds)) {
        await tx.updateTable('notice').set({ dealt: 1 }).where('id', 'in', some).execute();
      }
    });
  }

  /** What waits for the end of people's quiet hours, oldest first. */
  async held(): Promise<{ person_id: string; notice: NoticeRow }[]> {
    const rows = await this.db
      .selectFrom('held_notice')
      .innerJoin('notice', 'notice.id', 'held_notice.notice_id')
      .selectAll('notice')
      .select('held_notice.person_id as held_for')
      .orderBy('notice.at')
      .orderBy('notice.id')
      .execute();
    return rows.map(({ held_for, ...notice }) => ({ person_id: held_for, notice }));
  }

  /** A person's quiet hours are over: what was held goes out as these deliveries. */
  async release(
    personId: string,
    noticeIds: readonly string[],
    deliveries: readonly DeliveryRow[],
  ): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      for (const row of deliveries) await tx.insertInto('delivery').values(row).execute();
      for (const some of chunks(noticeIds)) {
        const held = tx.deleteFrom('held_notice').where('person_id', '=', personId);
        await held.where('notice_id', 'in', some).execute();
      }
    });
  }

  async setAt(id: string, at: number): Promise<void> {
    await this.db.updateTable('notice').set({ at }).where('id', '=', id).execute();
  }

  /** Forgets what ended long ago. */
  async prune(endedBefore: number): Promise<void> {
    await this.db
      .deleteFrom('notice')
      .where('ended_at', '<', endedBefore)
      .where('dealt', '=', 1)
      .where('id', 'not in', this.db.selectFrom('held_notice').select('notice_id'))
      .execute();
  }
}

function chunks<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / AT_ONCE) }, (_, i) =>
    items.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
  );
}
