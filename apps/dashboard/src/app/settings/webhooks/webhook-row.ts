import { Component, computed, input, output } from '@angular/core';
import type { DeliveryAttempt, Webhook } from '@codev-hq/protocol';
import { Menu } from '../../ui/menu';
import { Moment } from '../../ui/moment';
import { noticeWords } from '../notifications/notice-words';
import { formatWords } from './format-words';

/** One webhook: where it goes, how it fares, and what can be done with it. */
@Component({
  selector: 'hq-webhook-row',
  imports: [Menu, Moment],
  templateUrl: './webhook-row.html',
  styleUrl: './webhook-row.css',
})
export class WebhookRow {
  readonly webhook = input.required<Webhook>();
  /** What came of a test just made. */
  readonly attempt = input<DeliveryAttempt>();
  readonly busy = input(false);
  readonly test = output();
  readonly enable = output<boolean>();
  readonly ask = output<'edit' | 'log' | 'secret' | 'remove'>();

  protected readonly format = computed(() => formatWords(this.webhook().format).name);
  protected readonly kinds = computed(() =>
    this.webhook()
      .kinds.map((kind) => noticeWords(kind).name)
      .join(', '),
  );
  protected readonly menuLabel = computed(
    () => $localize`:@@settings.webhooks.menu:What to do with ${this.webhook().name}:name:`,
  );
  protected readonly testLabel = computed(
    () => $localize`:@@settings.webhooks.test.label:Send a test to ${this.webhook().name}:name:`,
  );
}
