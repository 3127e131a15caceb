import { Component, effect, ElementRef, inject, Injector, signal, untracked, viewChild } from '@angular/core';
import { sessionView } from '@codev-hq/protocol/rest';
import { askHq } from '../../hq-client/hq-http';
import { Session } from '../../hq-client/session';
import { Field, FieldControl } from '../../ui/field';
import { Notice } from '../../ui/notice';
import { Toasts } from '../../ui/toasts';
import { troubleWords } from '../../ui/trouble-words';
import { commitName } from '../form/checks';
import { allRight, focusFirstWrong, FormField } from '../form/form';
import { Group } from '../group';
import { SectionPage } from '../section-page';

/** My own name, as commits show it. */
@Component({
  selector: 'hq-profile',
  imports: [Field, FieldControl, Group, Notice, SectionPage],
  templateUrl: './profile.html',
  styleUrl: './profile.css',
})
export class Profile {
  private readonly session = inject(Session);
  private readonly toasts = inject(Toasts);
  private readonly injector = inject(Injector);
  private readonly form = viewChild<ElementRef<HTMLFormElement>>('form');

  protected readonly person = this.session.person;
  protected readonly name = new FormField<string>('', commitName);
  protected readonly busy = signal(false);
  protected readonly problem = signal<string | null>(null);
  protected readonly role = () => {
    switch (this.person()?.role) {
      case 'admin':
        return $localize`:@@settings.profile.admin:You run this HQ: you may do everything.`;
      case 'approver':
        return $localize`:@@settings.profile.approver:You may look, approve and request changes.`;
      default:
        return $localize`:@@settings.profile.viewer:You may look.`;
    }
  };
  protected readonly hint = () =>
    $localize`:@@settings.profile.hint:The author of the commits that your decisions become.`;

  constructor() {
    effect(() => {
      const known = this.person()?.name ?? '';
      untracked(() => this.name.reset(known));
    });
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const form = this.form()?.nativeElement;
    if (!form || this.busy() || !allRight([this.name], form, this.injector)) return;
    this.busy.set(true);
    this.problem.set(null);
    const body = { name: this.name.value().trim() };
    const answer = await askHq('/api/session', sessionView, { method: 'PATCH', body });
    this.busy.set(false);
    if (answer.ok) {
      await this.session.refresh();
      this.toasts.say({ tone: 'go', headline: $localize`:@@settings.profile.saved:Your name is saved.` });
    } else if (answer.trouble.kind === 'refused' && answer.trouble.problem.code === 'INVALID_MESSAGE') {
      this.name.refuse(answer.trouble.problem.detail);
      focusFirstWrong(form, this.injector);
    } else this.problem.set(troubleWords(answer.trouble));
  }
}
