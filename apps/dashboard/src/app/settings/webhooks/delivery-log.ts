import { Component, computed, input, output } from '@angular/core';
import { webhookDeliveries, type Webhook, type WebhookDelivery } from '@codev-hq/protocol/webhooks';
import { hqResource } from '../../hq-client/hq-resource';
import { Dialog } from '../../ui/dialog';
import { Moment } from '../../ui/moment';
import { NotLoaded } from '../../ui/not-loaded';

/** What was sent to one webhook and how it went, newest first. */
@Component({
  selector: 'hq-delivery-log',
  imports: [Dialog, Moment, NotLoaded],
  templateUrl: './delivery-log.html',
  styleUrl: './delivery-log.css',
})
export class DeliveryLog {
  readonly webhook = input.required<Webhook>();
  readonly closed = output();

  protected readonly answer = hqResource(
    () => `/api/webhooks/${encodeURIComponent(this.webhook().webhook_id)}/deliveries`,
    webhookDeliveries,
  );
  protected readonly heading = computed(
    () => $localize`:@@settings.log.heading:Deliveries to ${this.webhook().name}:name:`,
  );

  protected tone(delivery: WebhookDelivery): string {
    return TONES[delivery.state];
  }

  protected words(delivery: WebhookDelivery): string {
    switch (delivery.state) {
      case 'delivered':
        return $localize`:@@settings.log.delivered:delivered`;
      case 'waiting':
        return $localize`:@@settings.log.waiting:is tried again`;
      case 'given_up':
        return $localize`:@@settings.log.given-up:given up`;
    }
  }
}

const TONES: Record<WebhookDelivery['state'], string> = {
  delivered: 'go',
  waiting: 'wait',
  given_up: 'stop',
};
