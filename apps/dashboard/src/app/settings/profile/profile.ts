import { Component, effect, ElementRef, inject, Injector, untracked, viewChild } from '@angular/core';
import { sessionView } from '@codev-hq/protocol/rest';
import { Session } from '../../hq-client/session';
import { Errand } from '../../ui/errand';
import { Field, FieldControl } from '../../ui/field';
import { Problem } from '../../ui/problem';
import { Toasts } from '../../ui/toasts';
import { commitName } from '../form/checks';
import { allRight, focusFirstWrong, FormField } from '../form/form';
import { troubleWords } from '../../ui/trouble-words';
import { Group } from '../group';
import { SectionPage } from '../section-page';

/** My own name, as commits show it. */
@Component({
  selector: 'hq-profile',
  imports: [Field, FieldControl, Group, Problem, SectionPage],
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
  protected readonly errand = new Errand();
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
    if (!form || this.errand.busy() || !allRight([this.name], form, this.injector)) return;
    const body = { name: this.name.value().trim() };
    const answer = await this.errand.ask('/api/session', sessionView, { method: 'PATCH', body });
    if (!answer) return;
    if (answer.ok) {
      await this.session.refresh();
      this.toasts.say({ tone: 'go', headline: $localize`:@@settings.profile.saved:Your name is saved.` });
    } else if (answer.trouble.kind === 'refused' && answer.trouble.problem.code === 'INVALID_MESSAGE') {
      this.errand.problem.set(null);
      this.name.refuse(troubleWords(answer.trouble));
      focusFirstWrong(form, this.injector);
    }
  }
}
