import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { webhookFormat } from '@codev-hq/protocol';
import { OwnAddress } from '../people/own-address.js';
import type { WebhookRow } from '../persistence/notification-tables.js';
import type { DeliveryPayload } from './delivery-payload.js';
import { post, type Posted } from './outgoing-post.js';
import { written } from './webhook-format.js';
import { signedHeaders } from './webhook-signature.js';

/** Sends one delivery to one webhook, signed anew with the time of this attempt. */
@Injectable()
export class WebhookSender implements OnModuleDestroy {
  private readonly stopping = new AbortController();

  constructor(private readonly address: OwnAddress) {}

  onModuleDestroy(): void {
    this.stopping.abort(new Error('HQ is stopping.'));
  }

  async send(
    hook: WebhookRow,
    payload: DeliveryPayload,
    delivery: { readonly id: string; readonly test: boolean },
  ): Promise<Posted> {
    const { publicUrl } = this.address;
    const to = { url: hook.url, format: webhookFormat.parse(hook.format) };
    const { id, test } = delivery;
    const { url, body } = written(to, payload, {
      deliveryId: id,
      test,
      publicUrl,
      language: hook.language,
    });
    const headers = {
      'Content-Type': 'application/json',
      ...(hook.token !== null && { Authorization: `Bearer ${hook.token}` }),
      ...(hook.secret !== null && signedHeaders(hook.secret, delivery.id, body, Date.now())),
    };
    return post({ url, headers, body, outsideOnly: false }, this.stopping.signal);
  }
}
