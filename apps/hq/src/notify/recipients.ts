import { Injectable } from '@nestjs/common';
import type { NoticeKind, NotificationPreferences, ProjectChoice } from '@codev-hq/protocol';
import type { NoticeRow, PushDeviceRow, WebhookRow } from '../persistence/notification-tables.js';
import { PeopleRepository } from '../persistence/people.repository.js';
import { PushDeviceRepository } from '../persistence/push-device.repository.js';
import { WebhookRepository } from '../persistence/webhook.repository.js';
import type { Audience } from './news.js';
import { Preferences } from './preferences.js';
import { kindsOf, projectsOf } from './webhook-view.js';

/** A person with at least one device. */
export interface Recipient {
  readonly personId: string;
  readonly isAdmin: boolean;
  readonly preferences: NotificationPreferences;
  readonly devices: readonly PushDeviceRow[];
}

export interface Everybody {
  readonly recipients: readonly Recipient[];
  readonly hooks: readonly WebhookRow[];
  readonly isPerson: (id: string) => boolean;
}

/** Who can be told now. */
@Injectable()
export class Recipients {
  constructor(
    private readonly people: PeopleRepository,
    private readonly devices: PushDeviceRepository,
    private readonly preferences: Preferences,
    private readonly webhooks: WebhookRepository,
  ) {}

  async everybody(): Promise<Everybody> {
    const [people, devices, preferences, hooks] = await Promise.all([
      this.people.all(),
      this.devices.all(),
      this.preferences.all(),
      this.webhooks.all(),
    ]);
    const byPerson = Map.groupBy(devices, (device) => device.person_id);
    const here = people.filter(({ removed_at }) => removed_at === null);
    const ids = new Set(here.map(({ id }) => id));
    return {
      recipients: here.flatMap(({ id, role }) => {
        const own = byPerson.get(id);
        if (!own) return [];
        return [{ personId: id, isAdmin: role === 'admin', preferences: preferences(id), devices: own }];
      }),
      hooks: hooks.filter((hook) => hook.enabled === 1),
      isPerson: (id) => ids.has(id),
    };
  }
}

/** Whether a person is to be told. What is addressed to them is told whichever projects they follow. */
export function wants(recipient: Recipient, notice: NoticeRow, { hooks, isPerson }: Everybody): boolean {
  if (!recipient.preferences.kinds[notice.kind as NoticeKind]) return false;
  const audience = audienceOf(notice);
  switch (audience?.to) {
    case undefined:
      return isChosen(recipient.preferences.projects, notice);
    case 'webhook':
      // One that is gone or switched off must not swallow an escalation.
      return recipient.isAdmin && hooks.every(({ id }) => id !== audience.id);
    case 'admins':
      return recipient.isAdmin;
    case 'person':
      // A key may decide in nobody's name, and a person may be removed: then it is the owners' business.
      return isPerson(audience.id) ? audience.id === recipient.personId : recipient.isAdmin;
  }
}

export function hookWants(hook: WebhookRow, notice: NoticeRow): boolean {
  const audience = audienceOf(notice);
  if (audience?.to === 'webhook') return audience.id === hook.id;
  return kindsOf(hook).some((kind) => kind === notice.kind) && isChosen(projectsOf(hook), notice);
}

export function isChosen({ mode, projects }: ProjectChoice, notice: NoticeRow): boolean {
  if (mode === 'all') return true;
  const isListed = projects.some(
    ({ instance_id, project_path }) =>
      instance_id === notice.instance_id && project_path === notice.project_path,
  );
  return isListed === (mode === 'only');
}

function audienceOf({ audience }: NoticeRow): Audience | undefined {
  return audience === null ? undefined : (JSON.parse(audience) as Audience);
}
