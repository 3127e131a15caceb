import * as z from 'zod/mini';
import { device } from './account.js';
import { digest, looseText, name, path, text } from './field.js';

/** What people are told of. `gate_reminder` is a gate that went on waiting, escalations included. */
export const NOTICE_KINDS = [
  'gate_waiting',
  'builder_blocked',
  'builder_stuck',
  'decision_failed',
  'gate_reminder',
] as const;
export const noticeKind = z.enum(NOTICE_KINDS);
export type NoticeKind = z.infer<typeof noticeKind>;

/** A registered project of one machine. */
export const projectRef = z.object({ instance_id: name, project_path: path });
export type ProjectRef = z.infer<typeof projectRef>;

/** `all`; `only` those listed; all `except` those listed, which are muted. */
export const projectChoice = z.object({
  mode: z.enum(['all', 'only', 'except']),
  projects: z.array(projectRef).check(z.maxLength(1000)),
});
export type ProjectChoice = z.infer<typeof projectChoice>;

const timeOfDay = z
  .string()
  .check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'is no time such as 22:30' }));
const timeZone = text(64).check(z.refine(isTimeZone, { error: 'is no time zone such as Europe/Berlin' }));

/** What comes in these hours is held and told as one summary after. May cross midnight. */
export const quietHours = z
  .object({ start: timeOfDay, end: timeOfDay, zone: timeZone })
  .check(z.refine(({ start, end }) => start !== end, { error: 'start and end are the same' }));
export type QuietHours = z.infer<typeof quietHours>;

/** `GET` and `PUT /api/notifications/preferences`: the caller's own. */
export const notificationPreferences = z.object({
  kinds: z.record(noticeKind, z.boolean()),
  quiet_hours: z.optional(quietHours),
  projects: projectChoice,
});
export type NotificationPreferences = z.infer<typeof notificationPreferences>;

/** `GET /api/notifications/key`: the `applicationServerKey` to subscribe with. */
export const pushKey = z.object({ public_key: z.string() });
export type PushKey = z.infer<typeof pushKey>;

/** Languages that notices are written in. */
export const noticeLanguage = z.enum(['en', 'de']);
export type NoticeLanguage = z.infer<typeof noticeLanguage>;

/**
 * `POST /api/notifications/devices`: `PushSubscription.toJSON()`, the language to be told in (English unless said; said again, it
 * changes), and a name if the browser's own does not say enough.
 */
export const deviceRequest = z.object({
  endpoint: text(2048),
  keys: z.object({
    p256dh: z.string().check(z.regex(/^[\w-]{87}$/)),
    auth: z.string().check(z.regex(/^[\w-]{22,64}$/)),
  }),
  expirationTime: z.optional(z.nullable(z.number())),
  name: z.optional(name),
  language: z.optional(noticeLanguage),
});
export type DeviceRequest = z.infer<typeof deviceRequest>;

/** A browser that is told. It goes when its push service says that it is gone, and when its session is signed out. */
export const notifiedDevice = z.object({
  device_id: z.string(),
  name: z.string(),
  /** What `name` was put together from, unless it was given. */
  device: z.optional(device),
  created_at: z.string(),
  /** SHA-256 of the endpoint, by which a page knows its own browser. */
  endpoint_digest: digest,
  last_delivered_at: z.optional(z.string()),
  problem: z.optional(z.object({ at: z.string(), error: z.string() })),
});
export type NotifiedDevice = z.infer<typeof notifiedDevice>;
export const notifiedDevices = z.array(notifiedDevice);

/** One attempt to deliver, as it went: `POST …/test`, and the newest of a delivery's. */
export const deliveryAttempt = z.object({
  at: z.string(),
  delivered: z.boolean(),
  status: z.optional(z.int()),
  took_ms: z.int(),
  /** The first 500 bytes of what the other side said. */
  answer: z.optional(z.string()),
  /** Why it did not arrive, for people. */
  error: z.optional(z.string()),
});
export type DeliveryAttempt = z.infer<typeof deliveryAttempt>;

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    // A RangeError says that there is no such zone.
    return false;
  }
}

/** Minutes, up to thirty days. */
const minutes = z.int().check(z.minimum(1), z.maximum(43_200));

export const escalationTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('admins') }),
  z.object({ kind: z.literal('person'), person_id: name }),
  z.object({ kind: z.literal('webhook'), webhook_id: name }),
]);
export type EscalationTarget = z.infer<typeof escalationTarget>;

/**
 * `PUT /api/reminders`: when a waiting gate is told of again, counted from when it was first told. Without `project` it holds
 * for every project without a rule of its own; without minutes nothing is told again.
 */
export const reminderRule = z
  .object({
    project: z.optional(projectRef),
    remind_after_minutes: z.optional(minutes),
    escalate_after_minutes: z.optional(minutes),
    escalate_to: z.optional(escalationTarget),
  })
  .check(
    z.refine((rule) => (rule.escalate_after_minutes === undefined) === (rule.escalate_to === undefined), {
      error: 'escalate_after_minutes and escalate_to come together',
      path: ['escalate_to'],
    }),
    z.refine(
      ({ remind_after_minutes, escalate_after_minutes }) =>
        remind_after_minutes === undefined ||
        escalate_after_minutes === undefined ||
        escalate_after_minutes > remind_after_minutes,
      { error: 'must be more than remind_after_minutes', path: ['escalate_after_minutes'] },
    ),
  );
export type ReminderRule = z.infer<typeof reminderRule>;

const choice = z.object({ id: z.string(), name: z.string() });

/** Whom a rule names and an escalation cannot reach any more: the administrators are told instead. */
export const unreachableTarget = z.object({
  id: z.string(),
  /** Absent when nothing is left of it. */
  name: z.optional(z.string()),
  why: z.enum(['removed', 'switched_off']),
});
export type UnreachableTarget = z.infer<typeof unreachableTarget>;

/** `GET /api/reminders`: every rule, whom an escalation may go to, and whom rules name in vain. */
export const reminders = z.object({
  rules: z.array(reminderRule),
  choices: z.object({ people: z.array(choice), webhooks: z.array(choice) }),
  unreachable: z._default(z.array(unreachableTarget), []),
});
export type Reminders = z.infer<typeof reminders>;

/** `DELETE /api/reminders`: the general rule, or one project's when both are given. */
export const reminderQuery = z.object({
  instance_id: z.optional(name),
  project_path: z.optional(path),
});
export type ReminderQuery = z.infer<typeof reminderQuery>;

/** What a receiver of `json` webhooks gets: one or more events at once. */
export const webhookEvent = z.object({
  event_id: z.string(),
  kind: noticeKind,
  at: z.string(),
  title: z.string(),
  body: z.string(),
  /** Where a person deals with it. */
  url: z.string(),
  instance_id: z.string(),
  project_path: z.string(),
  gate_id: z.optional(z.string()),
});
export type WebhookEvent = z.infer<typeof webhookEvent>;

export const webhookBody = z.object({
  /** The same in every attempt to deliver this. */
  delivery_id: z.string(),
  test: z.optional(z.boolean()),
  text: looseText(8192),
  events: z.array(webhookEvent),
});
export type WebhookBody = z.infer<typeof webhookBody>;
