import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import {
  webhookFormat,
  type AuditEvent,
  type DeliveryAttempt,
  type Refusal,
  type Webhook,
  type WebhookChange,
  type WebhookDelivery,
  type WebhookMade,
  type WebhookRequest,
} from '@codev-hq/protocol';
import { actorOf, type Principal } from '../people/principal.js';
import { DeliveryRepository } from '../persistence/delivery.repository.js';
import type { WebhookRow } from '../persistence/notification-tables.js';
import { WebhookRepository } from '../persistence/webhook.repository.js';
import { attemptOf } from './delivery-attempt.js';
import { DeliveryRun } from './delivery-run.js';
import { WORDS } from './notice-words.js';
import { addressProblem } from './webhook-address.js';
import { WebhookSender } from './webhook-sender.js';
import { newWebhookSecret } from './webhook-signature.js';
import { changedColumns, deliveryView, webhookView } from './webhook-view.js';

/**
 * The owner's outgoing webhooks. A secret has to sign, so it is stored as it is, where HQ's signing key is stored too: in a
 * database that only HQ's user can read. It is shown once and never logged.
 */
@Injectable()
export class Webhooks {
  constructor(
    private readonly repository: WebhookRepository,
    private readonly deliveries: DeliveryRepository,
    private readonly sender: WebhookSender,
    private readonly run: DeliveryRun,
  ) {}

  async list(): Promise<Webhook[]> {
    return (await this.repository.all()).map(webhookView);
  }

  async make(caller: Principal, request: WebhookRequest): Promise<WebhookMade | Refusal> {
    const problem = addressProblem(request.url, request.format);
    if (problem !== undefined) return { code: 'INVALID_MESSAGE', error: problem };
    const row: WebhookRow = {
      id: randomUUID(),
      name: request.name,
      url: request.url,
      format: request.format,
      secret: request.format === 'json' ? newWebhookSecret() : null,
      token: request.token ?? null,
      kinds: JSON.stringify(request.kinds),
      projects: JSON.stringify(request.projects ?? { mode: 'all', projects: [] }),
      language: request.language ?? 'en',
      enabled: 1,
      created_at: Date.now(),
      disabled_at: null,
      disabled_reason: null,
      last_delivered_at: null,
      last_failed_at: null,
      last_error: null,
    };
    await this.repository.add(row, entry(caller, 'webhook-added', row));
    return { ...webhookView(row), ...(row.secret !== null && { secret: row.secret }) };
  }

  async change(caller: Principal, id: string, change: WebhookChange): Promise<Webhook | Refusal> {
    const row = await this.repository.byId(id);
    if (!row) return UNKNOWN;
    const problem =
      change.url === undefined ? undefined : addressProblem(change.url, webhookFormat.parse(row.format));
    if (problem !== undefined) return { code: 'INVALID_MESSAGE', error: problem };
    const columns = { ...withoutToken(row, change), ...changedColumns(change) };
    const changed = { ...row, ...columns };
    const details = { changed: Object.keys(change).sort().join(',') };
    await this.repository.change(id, columns, Date.now(), entry(caller, 'webhook-changed', changed, details));
    if (change.enabled === false) {
      this.run.drop(id);
      await this.deliveries.giveUp(id);
    }
    return webhookView(changed);
  }

  /** Another secret; the old one signs nothing more from now on. */
  async renewSecret(caller: Principal, id: string): Promise<WebhookMade | Refusal> {
    const row = await this.repository.byId(id);
    if (!row) return UNKNOWN;
    if (row.secret === null) {
      return { code: 'INVALID_MESSAGE', error: `A ${row.format} webhook is not signed: it has no secret.` };
    }
    const secret = newWebhookSecret();
    await this.repository.change(id, { secret }, Date.now(), entry(caller, 'webhook-secret-renewed', row));
    return { ...webhookView(row), secret };
  }

  /** False when there is none. */
  async remove(caller: Principal, id: string): Promise<boolean> {
    const row = await this.repository.byId(id);
    if (!row) return false;
    this.run.drop(id);
    await this.repository.remove(id, Date.now(), entry(caller, 'webhook-removed', row));
    return true;
  }

  /** Delivers something now, once, also to one that is switched off; it stands in the log like any other. */
  async test(id: string): Promise<DeliveryAttempt | undefined> {
    const hook = await this.repository.byId(id);
    if (!hook) return undefined;
    const { title, body } = WORDS[hook.language].test;
    const payload = { title, body, tag: 'test', url: '/', events: [] };
    const deliveryId = randomUUID();
    const began = Date.now();
    const posted = await this.sender.send(hook, payload, { id: deliveryId, test: true });
    const attempt = attemptOf(posted, Date.now());
    await this.deliveries.add({
      id: deliveryId,
      device_id: null,
      webhook_id: id,
      title,
      kinds: '[]',
      payload: JSON.stringify(payload),
      test: 1,
      state: posted.delivered ? 'delivered' : 'given_up',
      attempts: 1,
      created_at: began,
      next_at: null,
      last: JSON.stringify(attempt),
    });
    if (posted.delivered) await this.repository.delivered(id, Date.now());
    return attempt;
  }

  async log(id: string): Promise<WebhookDelivery[] | undefined> {
    if (!(await this.repository.byId(id))) return undefined;
    return (await this.deliveries.ofWebhook(id)).map(deliveryView);
  }
}

/** Whoever moves a webhook must not be handed the token that was meant for another server. */
function withoutToken(row: WebhookRow, { url }: WebhookChange): Partial<WebhookRow> {
  const stays = url === undefined || new URL(url).origin === new URL(row.url).origin;
  return stays ? {} : { token: null };
}

export const UNKNOWN: Refusal = {
  code: 'NOT_FOUND',
  error: 'There is no such webhook. GET /api/webhooks lists them.',
};

function entry(caller: Principal, event: AuditEvent, row: WebhookRow, more: Record<string, unknown> = {}) {
  const { host } = new URL(row.url);
  const details = { webhook: row.id, name: row.name, format: row.format, host, ...more };
  return { actor: actorOf(caller), event, details };
}
