import {
  webhookFormat,
  type DeliveryAttempt,
  type NoticeKind,
  type ProjectChoice,
  type Webhook,
  type WebhookChange,
  type WebhookDelivery,
} from '@codev-hq/protocol';
import type { DeliveryRow, WebhookRow } from '../persistence/notification-tables.js';
import { shownAddress } from './webhook-address.js';

/** A webhook as the API shows it: without what lets others send in its name. */
export function webhookView(row: WebhookRow): Webhook {
  const format = webhookFormat.parse(row.format);
  const { disabled_at, disabled_reason, last_delivered_at, last_failed_at, last_error } = row;
  return {
    webhook_id: row.id,
    name: row.name,
    address: shownAddress(row.url, format),
    format,
    kinds: kindsOf(row),
    projects: projectsOf(row),
    language: row.language,
    has_token: row.token !== null,
    enabled: row.enabled === 1,
    created_at: iso(row.created_at),
    ...(disabled_at !== null && { disabled: { at: iso(disabled_at), reason: disabled_reason ?? '' } }),
    ...(last_delivered_at !== null && { last_delivered_at: iso(last_delivered_at) }),
    ...(last_failed_at !== null && { last_failure: { at: iso(last_failed_at), error: last_error ?? '' } }),
  };
}

export const kindsOf = (row: { kinds: string }) => JSON.parse(row.kinds) as NoticeKind[];
export const projectsOf = (row: { projects: string }) => JSON.parse(row.projects) as ProjectChoice;

/** What a change writes. Whatever its owner says of being switched on or off takes the place of what HQ said. */
export function changedColumns(change: WebhookChange): Partial<WebhookRow> {
  const { name, url, kinds, projects, token, language, enabled } = change;
  return {
    ...(name !== undefined && { name }),
    ...(url !== undefined && { url }),
    ...(kinds !== undefined && { kinds: JSON.stringify(kinds) }),
    ...(projects !== undefined && { projects: JSON.stringify(projects) }),
    ...(token !== undefined && { token }),
    ...(language !== undefined && { language }),
    ...(enabled !== undefined && { enabled: enabled ? 1 : 0, disabled_at: null, disabled_reason: null }),
  };
}

export function deliveryView(row: DeliveryRow): WebhookDelivery {
  return {
    delivery_id: row.id,
    at: iso(row.created_at),
    title: row.title,
    kinds: kindsOf(row),
    test: row.test === 1,
    state: row.state as WebhookDelivery['state'],
    attempts: row.attempts,
    ...(row.next_at !== null && { next_attempt_at: iso(row.next_at) }),
    ...(row.last !== null && { last: JSON.parse(row.last) as DeliveryAttempt }),
  };
}

const iso = (ms: number) => new Date(ms).toISOString();
