import type { NoticeLanguage } from '@codev-hq/protocol';

/** What people are told, where to, and how it went. */
export interface NotificationTables {
  vapid_key: VapidKeyRow;
  push_device: PushDeviceRow;
  notification_preference: NotificationPreferenceRow;
  webhook: WebhookRow;
  reminder_rule: ReminderRuleRow;
  notice: NoticeRow;
  held_notice: HeldNoticeRow;
  delivery: DeliveryRow;
}

/** The pair that push services know this HQ by; both base64url. */
export interface VapidKeyRow {
  public_key: string;
  private_key: string;
  created_at: number;
}

export interface PushDeviceRow {
  id: string;
  person_id: string;
  /** The session that added it, whose end is the device's; null of one that a key added once, which is forgotten. */
  session_hash: string | null;
  endpoint: string;
  endpoint_digest: string;
  p256dh: string;
  auth: string;
  name: string;
  /** Where the name comes from; null when it was given, and in rows from before this was kept. */
  user_agent: string | null;
  language: NoticeLanguage;
  created_at: number;
  last_delivered_at: number | null;
  problem: string | null;
  problem_at: number | null;
}

export interface NotificationPreferenceRow {
  person_id: string;
  /** JSON: `NotificationPreferences`. */
  preferences: string;
  updated_at: number;
}

export interface WebhookRow {
  id: string;
  name: string;
  url: string;
  format: string;
  /** As it is, not hashed: HQ signs with it. */
  secret: string | null;
  token: string | null;
  /** JSON: `NoticeKind[]`. */
  kinds: string;
  /** JSON: `ProjectChoice`. */
  projects: string;
  language: NoticeLanguage;
  /** 0 when its owner, or HQ with a reason, switched it off. */
  enabled: number;
  created_at: number;
  disabled_at: number | null;
  disabled_reason: string | null;
  last_delivered_at: number | null;
  last_failed_at: number | null;
  last_error: string | null;
}

/** `''` twice: the rule for every project without one of its own. */
export interface ReminderRuleRow {
  instance_id: string;
  project_path: string;
  remind_after: number | null;
  escalate_after: number | null;
  /** JSON: `EscalationTarget`. */
  escalate_to: string | null;
  updated_at: number;
}

export interface NoticeRow {
  id: string;
  kind: string;
  /** What it is about; with `version`, what is told once: a partial unique index allows one such notice that has not ended. */
  subject: string;
  version: string;
  gate_id: string | null;
  instance_id: string;
  project_path: string;
  /** With `body`, in English. */
  title: string;
  body: string;
  /** JSON: both in each other language; null in rows from before there was one. */
  translations: string | null;
  /** A path on HQ. */
  url: string;
  /** JSON: `Audience`; null is whoever wants to know. */
  audience: string | null;
  at: number;
  /** 1 once its deliveries are stored. */
  dealt: number;
  /** When what it tells was over: it may be told again after. */
  ended_at: number | null;
}

/** Came in a person's quiet hours. */
export interface HeldNoticeRow {
  person_id: string;
  notice_id: string;
}

export interface DeliveryRow {
  id: string;
  device_id: string | null;
  webhook_id: string | null;
  title: string;
  /** JSON: `NoticeKind[]`. */
  kinds: string;
  /** JSON: what is sent, before it is written in the receiver's format. */
  payload: string;
  test: number;
  state: string;
  attempts: number;
  created_at: number;
  /** Null once it has ended. */
  next_at: number | null;
  /** JSON: `DeliveryAttempt`, the newest. */
  last: string | null;
}
