import {
  Component,
  computed,
  ElementRef,
  inject,
  Injector,
  input,
  linkedSignal,
  output,
  signal,
  viewChild,
} from '@angular/core';
import {
  reminders,
  type EscalationTarget,
  type ProjectRef,
  type ReminderRule,
  type Reminders,
} from '@codev-hq/protocol/notifications';
import { Dialog } from '../../ui/dialog';
import { Errand } from '../../ui/errand';
import { Field, FieldControl } from '../../ui/field';
import { each, minutes } from '../form/checks';
import { allRight, FormField } from '../form/form';
import { FormEnd } from '../form/form-end';
import { spanWords } from './rule-words';
import { chosenTarget, targetChoices, targetValue } from './target-choices';

/** One rule: minutes until people are told again, and until somebody else is. */
@Component({
  selector: 'hq-reminder-form',
  imports: [Dialog, Field, FieldControl, FormEnd],
  templateUrl: './reminder-form.html',
  styleUrl: '../form/choices.css',
})
export class ReminderForm {
  private readonly injector = inject(Injector);
  private readonly form = viewChild.required<ElementRef<HTMLFormElement>>('form');
  readonly rule = input<ReminderRule>();
  readonly choices = input.required<Reminders['choices']>();
  /** To choose from when the rule is new. */
  readonly projects = input<readonly { readonly project: ProjectRef; readonly label: string }[]>([]);
  readonly saved = output<Reminders>();
  readonly closed = output();

  protected readonly at = signal(0);
  protected readonly target = linkedSignal(() => targetValue(this.rule()?.escalate_to));
  protected readonly remind = linkedSignal(
    () => new FormField(asText(this.rule()?.remind_after_minutes), minutes(true)),
  );
  protected readonly escalate = linkedSignal(
    () =>
      new FormField(
        asText(this.rule()?.escalate_after_minutes),
        each(
          (text: string) => (this.target() ? minutes(false)(text) : null),
          (text: string) => this.laterThanReminder(text),
        ),
      ),
  );
  protected readonly targets = computed(() => targetChoices(this.choices()));
  protected readonly errand = new Errand();
  protected readonly heading = computed(() =>
    this.rule() && !this.rule()?.project
      ? $localize`:@@settings.reminder.general:For every project`
      : $localize`:@@settings.reminder.single:For one project`,
  );

  protected span(text: string): string {
    const count = Number(text);
    return Number.isInteger(count) && count >= 60
      ? $localize`:@@settings.reminder.span:That is ${spanWords(count)}:time:.`
      : $localize`:@@settings.reminder.minutes:Minutes; 60 are an hour, 1440 a day.`;
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const fields = [this.remind(), this.escalate()];
    if (this.errand.busy() || !allRight(fields, this.form().nativeElement, this.injector)) return;
    const request = { method: 'PUT', body: this.asRule() } as const;
    const answer = await this.errand.ask('/api/reminders', reminders, request);
    if (answer?.ok) this.saved.emit(answer.value);
  }

  private asRule(): ReminderRule {
    const project = this.rule() ? this.rule()?.project : this.projects()[this.at()]?.project;
    const target: EscalationTarget | undefined = chosenTarget(this.target());
    const [remind, escalate] = [this.remind().value().trim(), this.escalate().value().trim()];
    return {
      ...(project && { project }),
      ...(remind && { remind_after_minutes: Number(remind) }),
      ...(target && { escalate_after_minutes: Number(escalate), escalate_to: target }),
    };
  }

  private laterThanReminder(text: string): string | null {
    const remind = Number(this.remind().value());
    return !this.target() || !remind || Number(text) > remind
      ? null
      : $localize`:@@settings.reminder.later:Choose more than the ${remind}:minutes: minutes of the reminder.`;
  }
}

function asText(minutesGiven: number | undefined): string {
  return minutesGiven === undefined ? '' : String(minutesGiven);
}
