import { Injectable, Logger } from '@nestjs/common';
import { DeliveryRepository, type DeliveryStep } from '../persistence/delivery.repository.js';
import type { DeliveryRow, WebhookRow } from '../persistence/notification-tables.js';
import { WebhookRepository } from '../persistence/webhook.repository.js';
import type { DeliveryPayload } from './delivery-payload.js';
import type { Posted } from './outgoing-post.js';
import { WebhookSender } from './webhook-sender.js';

/** Deliveries to webhooks: what became of one is kept with its webhook, and a webhook that nothing reaches is switched off. */
@Injectable()
export class WebhookPost {
  private readonly logger = new Logger('Notify');

  constructor(
    private readonly webhooks: WebhookRepository,
    private readonly deliveries: DeliveryRepository,
    private readonly sender: WebhookSender,
  ) {}

  /** Undefined when the webhook is gone or switched off. */
  async send(row: DeliveryRow, payload: DeliveryPayload): Promise<Posted | undefined> {
    const hook = await this.webhooks.byId(row.webhook_id ?? '');
    if (hook?.enabled !== 1) return undefined;
    return this.sender.send(hook, payload, { id: row.id, test: false });
  }

  async after(row: DeliveryRow, step: DeliveryStep, now: number): Promise<'enabled' | 'disabled'> {
    const hook = await this.webhooks.byId(row.webhook_id ?? '');
    if (!hook) return 'disabled';
    const last = JSON.parse(step.last ?? '{}') as { status?: number; error?: string };
    if (step.state === 'delivered') await this.webhooks.delivered(hook.id, now);
    else await this.webhooks.failed(hook.id, last.error ?? '', now);
    await this.deliveries.trim(hook.id);
    const nothingSince = (hook.last_delivered_at ?? 0) < row.created_at;
    if (step.state !== 'given_up' || !(nothingSince || last.status === 410)) return 'enabled';
    await this.disable(hook, reasonOf(last, step.attempts), now);
    return 'disabled';
  }

  private async disable(hook: WebhookRow, reason: string, now: number): Promise<void> {
    this.logger.warn(`The webhook "${hook.name}" is switched off. ${reason}`);
    const details = { webhook: hook.id, name: hook.name, reason };
    const columns = { enabled: 0, disabled_at: now, disabled_reason: reason };
    await this.webhooks.change(hook.id, columns, now, { actor: 'hq', event: 'webhook-disabled', details });
    await this.deliveries.giveUp(hook.id);
  }
}

function reasonOf({ status, error }: { status?: number; error?: string }, attempts: number): string {
  if (status === 410) return 'Its receiver says that it is gone for good (410).';
  return `Nothing arrived in ${attempts} attempts over a day. The last: ${error ?? 'no answer.'}`;
}
