import { Injectable } from '@nestjs/common';
import { NOTICE_KINDS, notificationPreferences, type NotificationPreferences } from '@codev-hq/protocol';
import { NotificationRuleRepository } from '../persistence/notification-rule.repository.js';

/** Whoever adds a device wants to be told: all kinds, at every hour, of all projects. */
export const UNLESS_SAID: NotificationPreferences = {
  kinds: {
    gate_waiting: true,
    builder_blocked: true,
    builder_stuck: true,
    decision_failed: true,
    gate_reminder: true,
  },
  projects: { mode: 'all', projects: [] },
};

/** What each person wants to be told of, and when. */
@Injectable()
export class Preferences {
  constructor(private readonly repository: NotificationRuleRepository) {}

  async of(personId: string): Promise<NotificationPreferences> {
    return read((await this.repository.preferences(personId))?.preferences);
  }

  async all(): Promise<(personId: string) => NotificationPreferences> {
    const rows = await this.repository.allPreferences();
    const byPerson = new Map(rows.map((row) => [row.person_id, row.preferences]));
    return (personId) => read(byPerson.get(personId));
  }

  async set(personId: string, preferences: NotificationPreferences): Promise<NotificationPreferences> {
    const row = { person_id: personId, preferences: JSON.stringify(preferences), updated_at: Date.now() };
    await this.repository.setPreferences(row);
    return preferences;
  }
}

/** A kind that came after they were said is as if nothing had been said of it. */
function read(stored: string | undefined): NotificationPreferences {
  if (stored === undefined) return UNLESS_SAID;
  const said = JSON.parse(stored) as Partial<NotificationPreferences>;
  const kinds = { ...UNLESS_SAID.kinds, ...said.kinds };
  const known = Object.fromEntries(NOTICE_KINDS.map((kind) => [kind, kinds[kind]]));
  return notificationPreferences.parse({ ...UNLESS_SAID, ...said, kinds: known });
}
