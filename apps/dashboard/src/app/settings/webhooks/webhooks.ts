import { Component, signal } from '@angular/core';
import type { DeliveryAttempt, Webhook, WebhookMade } from '@codev-hq/protocol';
import { deliveryAttempt } from '@codev-hq/protocol/notifications';
import { webhook as webhookSchema, webhookMade, webhooks } from '@codev-hq/protocol/webhooks';
import * as z from 'zod/mini';
import type { HqAnswer } from '../../hq-client/hq-http';
import { hqResource } from '../../hq-client/hq-resource';
import { Errand } from '../../ui/errand';
import { Icon } from '../../ui/icon';
import { NotLoaded } from '../../ui/not-loaded';
import { Problem } from '../../ui/problem';
import { Confirm } from '../../ui/confirm';
import { ShownOnce } from '../form/once';
import { SectionPage } from '../section-page';
import { DeliveryLog } from './delivery-log';
import { WebhookForm } from './webhook-form';
import { WebhookRow } from './webhook-row';

type Asked = { readonly what: 'edit' | 'log' | 'secret' | 'remove'; readonly webhook: Webhook };

/** Other programs that are told of what happens here. */
@Component({
  selector: 'hq-webhooks',
  imports: [Confirm, DeliveryLog, Icon, NotLoaded, Problem, SectionPage, ShownOnce, WebhookForm, WebhookRow],
  templateUrl: './webhooks.html',
  styleUrl: './webhooks.css',
})
export class Webhooks {
  protected readonly answer = hqResource(() => '/api/webhooks', webhooks);
  protected readonly making = signal(false);
  protected readonly asked = signal<Asked | null>(null);
  protected readonly made = signal<WebhookMade | null>(null);
  protected readonly tested = signal<{ readonly id: string; readonly attempt: DeliveryAttempt } | null>(null);
  protected readonly errand = new Errand();

  protected saved(webhook: WebhookMade): void {
    this.making.set(false);
    this.asked.set(null);
    if (webhook.secret) this.made.set(webhook);
    this.answer.reload();
  }

  protected async test(webhook: Webhook): Promise<void> {
    this.tested.set(null);
    const answer = await this.tell(`${pathOf(webhook)}/test`, deliveryAttempt, 'POST');
    if (answer?.ok) this.tested.set({ id: webhook.webhook_id, attempt: answer.value });
  }

  protected async enable(webhook: Webhook, enabled: boolean): Promise<void> {
    await this.tell(pathOf(webhook), webhookSchema, 'PATCH', { enabled });
  }

  protected async renew(webhook: Webhook): Promise<void> {
    const answer = await this.tell(`${pathOf(webhook)}/secret`, webhookMade, 'POST');
    if (answer?.ok) this.saved(answer.value);
  }

  protected async remove(webhook: Webhook): Promise<void> {
    await this.tell(pathOf(webhook), z.unknown(), 'DELETE');
  }

  private async tell<T>(
    path: string,
    schema: z.ZodMiniType<T>,
    method: 'POST' | 'PATCH' | 'DELETE',
    body?: object,
  ): Promise<HqAnswer<T> | null> {
    const answer = await this.errand.ask(path, schema, { method, ...(body && { body }) });
    if (!answer) return null;
    this.asked.set(null);
    this.answer.reload();
    return answer;
  }
}

function pathOf(webhook: Webhook): string {
  return `/api/webhooks/${encodeURIComponent(webhook.webhook_id)}`;
}
