import {
  Component,
  computed,
  ElementRef,
  inject,
  Injector,
  input,
  linkedSignal,
  output,
  viewChild,
} from '@angular/core';
import type {
  NoticeKind,
  NoticeLanguage,
  ProjectChoice,
  Webhook,
  WebhookFormat,
  WebhookMade,
} from '@codev-hq/protocol';
import { NOTICE_KINDS } from '@codev-hq/protocol/notifications';
import { WEBHOOK_FORMATS, webhook as webhookSchema, webhookMade } from '@codev-hq/protocol/webhooks';
import { LANGUAGE_NAMES, LANGUAGES } from '../../../locale/language';
import type { HqTrouble } from '../../hq-client/hq-http';
import { Dialog } from '../../ui/dialog';
import { Errand } from '../../ui/errand';
import { Field, FieldControl } from '../../ui/field';
import { Segmented } from '../../ui/segmented';
import { atMost, each, required, webAddress } from '../form/checks';
import { allRight, FormField, focusFirstWrong } from '../form/form';
import { FormEnd } from '../form/form-end';
import { ProjectPicker } from '../form/project-picker';
import { noticeWords } from '../notifications/notice-words';
import { formatWords } from './format-words';

const EVERYTHING: ProjectChoice = { mode: 'all', projects: [] };

/** Makes a webhook or changes one. Its address is a secret that HQ does not show again: left empty it stays. */
@Component({
  selector: 'hq-webhook-form',
  imports: [Dialog, Field, FieldControl, FormEnd, ProjectPicker, Segmented],
  templateUrl: './webhook-form.html',
  styleUrl: '../form/choices.css',
})
export class WebhookForm {
  private readonly injector = inject(Injector);
  private readonly form = viewChild.required<ElementRef<HTMLFormElement>>('form');
  readonly webhook = input<Webhook>();
  readonly saved = output<WebhookMade>();
  readonly closed = output();

  protected readonly fields = computed(() => {
    const webhook = this.webhook();
    const name = new FormField(
      webhook?.name ?? '',
      each(
        required(
          $localize`:@@settings.webhook.name.missing:Give it a name, such as the channel it writes to.`,
        ),
        atMost(256),
      ),
    );
    const url = new FormField('', (text) => (webhook && !text.trim() ? null : webAddress(text)));
    const kinds = new FormField<readonly NoticeKind[]>(webhook?.kinds ?? ['gate_waiting'], (chosen) =>
      chosen.length > 0 ? null : $localize`:@@settings.webhook.kinds.none:Choose at least one.`,
    );
    const token = new FormField('', atMost(512));
    return { name, url, kinds, token };
  });
  protected readonly format = linkedSignal<WebhookFormat>(() => this.webhook()?.format ?? 'json');
  protected readonly projects = linkedSignal<ProjectChoice>(() => this.webhook()?.projects ?? EVERYTHING);
  protected readonly language = linkedSignal<NoticeLanguage>(() => this.webhook()?.language ?? 'en');
  protected readonly errand = new Errand();
  protected readonly formats = WEBHOOK_FORMATS.map((format) => ({ format, ...formatWords(format) }));
  protected readonly languages = LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }));
  protected readonly kinds = NOTICE_KINDS.map((kind) => ({ kind, ...noticeWords(kind) }));
  protected readonly heading = computed(() =>
    this.webhook()
      ? $localize`:@@settings.webhook.change:Change the webhook`
      : $localize`:@@settings.webhook.new:New webhook`,
  );
  protected readonly urlHint = computed(() => {
    const webhook = this.webhook();
    return webhook
      ? $localize`:@@settings.webhook.url.stays:Now ${webhook.address}:address:. Leave this empty to keep it.`
      : $localize`:@@settings.webhook.url.hint:Where HQ delivers, such as https://example.org/hook.`;
  });

  protected toggle(kind: NoticeKind, chosen: boolean): void {
    const { kinds } = this.fields();
    const others = kinds.value().filter((other) => other !== kind);
    kinds.write(chosen ? [...others, kind] : others);
    kinds.leave();
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const fields = this.fields();
    if (this.errand.busy() || !allRight(Object.values(fields), this.form().nativeElement, this.injector))
      return;
    const answer = await this.send();
    if (answer?.ok) this.saved.emit(answer.value);
    else if (answer) this.refused(answer.trouble);
  }

  private send() {
    const { name, url, kinds, token } = this.fields();
    const [address, secret, webhook] = [url.value().trim(), token.value().trim(), this.webhook()];
    const body = {
      name: name.value().trim(),
      kinds: kinds.value(),
      projects: this.projects(),
      language: this.language(),
      ...(address && { url: address }),
      ...(secret && { token: secret }),
    };
    if (!webhook)
      return this.errand.ask('/api/webhooks', webhookMade, {
        method: 'POST',
        body: { ...body, format: this.format() },
      });
    const path = `/api/webhooks/${encodeURIComponent(webhook.webhook_id)}`;
    return this.errand.ask(path, webhookSchema, { method: 'PATCH', body });
  }

  /** What HQ refuses about a form that looks right is the address: it leads inside HQ's own network, or nowhere. */
  private refused(trouble: HqTrouble): void {
    const { url } = this.fields();
    if (trouble.kind !== 'refused' || trouble.problem.code !== 'INVALID_MESSAGE' || !url.value()) return;
    this.errand.problem.set(null);
    url.refuse(trouble.problem.detail);
    focusFirstWrong(this.form().nativeElement, this.injector);
  }
}
