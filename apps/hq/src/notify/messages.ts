import { hash, randomUUID } from 'node:crypto';
import type { NoticeKind, WebhookEvent } from '@codev-hq/protocol';
import type { DeliveryRow, NoticeRow } from '../persistence/notification-tables.js';
import type { DeliveryPayload } from './delivery-payload.js';
import { counted } from './news-words.js';

/** More at once are one message: a phone that shows thirty is switched off. */
const ONE_BY_ONE = 3;
/** Projects that a summary names. */
const NAMED = 3;

/** What a person's device is sent for what came together. */
export function messagesFor(notices: readonly NoticeRow[]): DeliveryPayload[] {
  if (notices.length > ONE_BY_ONE) return [summaryOf(notices)];
  return notices.map(single);
}

/** One message for all of them. */
export function summaryOf(notices: readonly NoticeRow[], opening = ''): DeliveryPayload {
  const [first] = notices;
  if (first && notices.length === 1) return single(first);
  const title = `${opening}${sentence(notices)}`;
  return { title, body: projectsIn(notices), tag: 'summary', url: '/', events: notices.map(eventOf) };
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

function single(notice: NoticeRow): DeliveryPayload {
  const { title, body, url } = notice;
  // A reminder takes the place of what it reminds of.
  const tag =
    notice.gate_id === null ? hash('sha256', notice.subject, 'base64url').slice(0, 22) : notice.gate_id;
  return { title, body, tag, url, events: [eventOf(notice)] };
}

function eventOf(notice: NoticeRow): WebhookEvent {
  return {
    event_id: notice.id,
    kind: notice.kind as NoticeKind,
    at: new Date(notice.at).toISOString(),
    title: notice.title,
    body: notice.body,
    url: notice.url,
    instance_id: notice.instance_id,
    project_path: notice.project_path,
    ...(notice.gate_id !== null && { gate_id: notice.gate_id }),
  };
}

/** How many of what, the most pressing first. */
function sentence(notices: readonly NoticeRow[]): string {
  const many = (kind: NoticeKind) => notices.filter((notice) => notice.kind === kind).length;
  const [waiting, still, failed] = [many('gate_waiting'), many('gate_reminder'), many('decision_failed')];
  const [blocked, stuck] = [many('builder_blocked'), many('builder_stuck')];
  const parts = [
    waiting > 0 && `${counted(waiting, 'gate')} ${waiting === 1 ? 'waits' : 'wait'}`,
    still > 0 && `${counted(still, 'gate')} still ${still === 1 ? 'waits' : 'wait'}`,
    failed > 0 && `${counted(failed, 'decision')} failed`,
    blocked > 0 && `${counted(blocked, 'builder')} blocked`,
    stuck > 0 && `${counted(stuck, 'builder')} stuck`,
  ];
  return parts.filter(Boolean).join(', ');
}

function projectsIn(notices: readonly NoticeRow[]): string {
  const names = [...new Set(notices.map(({ project_path }) => project_path.split(/[/\\]/).at(-1) ?? ''))];
  const more = names.length - NAMED;
  const named = names.slice(0, NAMED).join(', ');
  return more > 0 ? `${named} and ${counted(more, 'more project')}` : named;
}
