import * as z from 'zod/mini';
import { name, text } from './field.js';
import { deliveryAttempt, noticeKind, noticeLanguage, projectChoice } from './notifications.js';

/** `json` is signed; `slack` is what Slack and its imitators take; `ntfy` is a topic's address. */
export const WEBHOOK_FORMATS = ['json', 'slack', 'ntfy'] as const;
export const webhookFormat = z.enum(WEBHOOK_FORMATS);
export type WebhookFormat = z.infer<typeof webhookFormat>;

/** It becomes a header's value. */
const token = text(512).check(z.regex(/^[\x21-\x7e]+$/, { error: 'holds what no header can carry' }));

const kinds = z.array(noticeKind).check(z.minLength(1), z.maxLength(20));

/**
 * `POST /api/webhooks`. `token` is sent as `Authorization: Bearer`, for ntfy topics that ask for one; `language` is what its texts
 * are written in, English unless said.
 */
export const webhookRequest = z.object({
  name,
  url: text(2048),
  format: webhookFormat,
  kinds,
  projects: z.optional(projectChoice),
  token: z.optional(token),
  language: z.optional(noticeLanguage),
});
export type WebhookRequest = z.infer<typeof webhookRequest>;

/** `PATCH /api/webhooks/:id`: what is left out stays, but a token, which does not follow to another origin. Enabling one that HQ disabled starts it afresh. */
export const webhookChange = z.object({
  name: z.optional(name),
  url: z.optional(text(2048)),
  kinds: z.optional(kinds),
  projects: z.optional(projectChoice),
  token: z.optional(z.nullable(token)),
  language: z.optional(noticeLanguage),
  enabled: z.optional(z.boolean()),
});
export type WebhookChange = z.infer<typeof webhookChange>;

export const webhook = z.object({
  webhook_id: z.string(),
  name: z.string(),
  /** Where it goes, without the part that is a secret: many receivers know nobody but by their address. */
  address: z.string(),
  format: webhookFormat,
  kinds: z.array(noticeKind),
  projects: projectChoice,
  has_token: z.boolean(),
  language: noticeLanguage,
  enabled: z.boolean(),
  created_at: z.string(),
  /** HQ gave up on it, and why. */
  disabled: z.optional(z.object({ at: z.string(), reason: z.string() })),
  last_delivered_at: z.optional(z.string()),
  last_failure: z.optional(z.object({ at: z.string(), error: z.string() })),
});
export type Webhook = z.infer<typeof webhook>;
export const webhooks = z.array(webhook);

/** What making one, and `POST /api/webhooks/:id/secret`, answer: the secret is shown this once. Only `json` has one. */
export const webhookMade = z.extend(webhook, { secret: z.optional(z.string()) });
export type WebhookMade = z.infer<typeof webhookMade>;

/** `GET /api/webhooks/:id/deliveries`: the newest 200, newest first. */
export const webhookDelivery = z.object({
  delivery_id: z.string(),
  at: z.string(),
  title: z.string(),
  kinds: z.array(noticeKind),
  test: z.boolean(),
  state: z.enum(['waiting', 'delivered', 'given_up']),
  attempts: z.int(),
  next_attempt_at: z.optional(z.string()),
  last: z.optional(deliveryAttempt),
});
export type WebhookDelivery = z.infer<typeof webhookDelivery>;
export const webhookDeliveries = z.array(webhookDelivery);

/** Headers of a `json` delivery. The signature is `v1=` and HMAC-SHA-256, in hexadecimal, of `<timestamp>.<body>`. */
export const WEBHOOK_HEADERS = {
  id: 'X-Codev-Delivery',
  /** Seconds since 1970. */
  timestamp: 'X-Codev-Timestamp',
  signature: 'X-Codev-Signature',
} as const;
