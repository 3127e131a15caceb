import { hash, randomUUID } from 'node:crypto';
import type { NoticeKind, NoticeLanguage, WebhookEvent } from '@codev-hq/protocol';
import type { DeliveryRow, NoticeRow } from '../persistence/notification-tables.js';
import type { DeliveryPayload } from './delivery-payload.js';
import { WORDS } from './notice-words.js';
import { inOneLine } from './others-words.js';
import { saidIn } from './said-columns.js';

/** More at once are one message: a phone that shows thirty is switched off. */
const ONE_BY_ONE = 3;
/** Projects that a summary names. */
const NAMED = 3;

const PRESSING: readonly NoticeKind[] = [
  'gate_waiting',
  'gate_reminder',
  'decision_failed',
  'builder_blocked',
  'builder_stuck',
];

/** What a person's device is sent for what came together. */
export function messagesFor(notices: readonly NoticeRow[], language: NoticeLanguage): DeliveryPayload[] {
  if (notices.length > ONE_BY_ONE) return [summaryOf(notices, language)];
  return notices.map((notice) => single(notice, language));
}

/** One message for all of them. */
export function summaryOf(
  notices: readonly NoticeRow[],
  language: NoticeLanguage,
  afterQuietHours = false,
): DeliveryPayload {
  const [first] = notices;
  if (first && notices.length === 1) return single(first, language);
  const summary = sentence(notices, language);
  const title = afterQuietHours ? WORDS[language].afterQuietHours(summary) : summary;
  const body = projectsIn(notices, language);
  return {
    title,
    body,
    tag: 'summary',
    url: '/',
    events: notices.map((notice) => eventOf(notice, language)),
  };
}

export function deliveryOf(
  to: { readonly deviceId: string } | { readonly webhookId: string },
  payload: DeliveryPayload,
  now: number,
): DeliveryRow {
  return {
    id: randomUUID(),
    device_id: 'deviceId' in to ? to.deviceId : null,
    webhook_id: 'webhookId' in to ? to.webhookId : null,
    title: payload.title,
    kinds: JSON.stringify([...new Set(payload.events.map(({ kind }) => kind))]),
    payload: JSON.stringify('deviceId' in to ? withoutMany(payload) : payload),
    test: 0,
    state: 'waiting',
    attempts: 0,
    created_at: now,
    next_at: now,
    last: null,
  };
}

/** A device shows a sentence; of several events it needs none. */
function withoutMany(payload: DeliveryPayload): DeliveryPayload {
  return payload.events.length > 1 ? { ...payload, events: [] } : payload;
}

function single(notice: NoticeRow, language: NoticeLanguage): DeliveryPayload {
  // A reminder takes the place of what it reminds of.
  const tag =
    notice.gate_id === null ? hash('sha256', notice.subject, 'base64url').slice(0, 22) : notice.gate_id;
  return { ...saidIn(notice, language), tag, url: notice.url, events: [eventOf(notice, language)] };
}

/** For programs, but for its two texts. */
function eventOf(notice: NoticeRow, language: NoticeLanguage): WebhookEvent {
  return {
    event_id: notice.id,
    kind: notice.kind as NoticeKind,
    at: new Date(notice.at).toISOString(),
    ...saidIn(notice, language),
    url: notice.url,
    instance_id: notice.instance_id,
    project_path: notice.project_path,
    ...(notice.gate_id !== null && { gate_id: notice.gate_id }),
  };
}

/** How many of what, the most pressing first. */
function sentence(notices: readonly NoticeRow[], language: NoticeLanguage): string {
  return PRESSING.map((kind) => ({ kind, n: notices.filter((notice) => notice.kind === kind).length }))
    .filter(({ n }) => n > 0)
    .map(({ kind, n }) => WORDS[language].many(kind, n))
    .join(', ');
}

function projectsIn(notices: readonly NoticeRow[], language: NoticeLanguage): string {
  const names = [...new Set(notices.map(({ project_path }) => inOneLine(lastPartOf(project_path))))];
  const more = names.length - NAMED;
  const named = names.slice(0, NAMED).join(', ');
  return more > 0 ? WORDS[language].andMoreProjects(named, more) : named;
}

const lastPartOf = (path: string) => path.split(/[/\\]/).at(-1) ?? '';
