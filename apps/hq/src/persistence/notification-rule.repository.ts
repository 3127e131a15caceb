import { Inject, Injectable } from '@nestjs/common';
import { appendAudit, type AuditEntry } from './audit.repository.js';
import type { Database } from './database.js';
import type { NotificationPreferenceRow, ReminderRuleRow } from './notification-tables.js';
import { DATABASE } from './persistence.tokens.js';

/** Who wants to be told of what, and when gates are told of again. */
@Injectable()
export class NotificationRuleRepository {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  async preferences(personId: string): Promise<NotificationPreferenceRow | undefined> {
    const found = this.db.selectFrom('notification_preference').selectAll();
    return found.where('person_id', '=', personId).executeTakeFirst();
  }

  async allPreferences(): Promise<NotificationPreferenceRow[]> {
    return this.db.selectFrom('notification_preference').selectAll().execute();
  }

  async setPreferences(row: NotificationPreferenceRow): Promise<void> {
    const { person_id: _key, ...said } = row;
    const insert = this.db.insertInto('notification_preference').values(row);
    await insert.onConflict((c) => c.column('person_id').doUpdateSet(said)).execute();
  }

  async reminderRules(): Promise<ReminderRuleRow[]> {
    const all = this.db.selectFrom('reminder_rule').selectAll();
    return all.orderBy('instance_id').orderBy('project_path').execute();
  }

  async setReminderRule(row: ReminderRuleRow, entry: AuditEntry): Promise<void> {
    const { instance_id: _instance, project_path: _path, ...said } = row;
    await this.db.transaction().execute(async (tx) => {
      await appendAudit(tx, entry, row.updated_at);
      const insert = tx.insertInto('reminder_rule').values(row);
      await insert.onConflict((c) => c.columns(['instance_id', 'project_path']).doUpdateSet(said)).execute();
    });
  }

  async dropReminderRule(
    { instance_id, project_path }: { instance_id: string; project_path: string },
    at: number,
    entry: AuditEntry,
  ): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      await appendAudit(tx, entry, at);
      const rule = tx.deleteFrom('reminder_rule').where('instance_id', '=', instance_id);
      await rule.where('project_path', '=', project_path).execute();
    });
  }
}
