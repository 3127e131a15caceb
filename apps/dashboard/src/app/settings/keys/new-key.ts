import { Component, computed, ElementRef, inject, Injector, output, signal, viewChild } from '@angular/core';
import { createdKey, type CreatedKey, type KeyScope } from '@codev-hq/protocol/account';
import { Session } from '../../hq-client/session';
import { Dialog } from '../../ui/dialog';
import { Errand } from '../../ui/errand';
import { Field, FieldControl } from '../../ui/field';
import { atMost, each, required } from '../form/checks';
import { allRight, FormField } from '../form/form';
import { FormEnd } from '../form/form-end';
import { scopeWords } from './scope-words';
import { scopeProblem } from './scope-rule';

const SCRIPT_SCOPES: readonly KeyScope[] = ['read', 'approve', 'admin'];

/** Asks what a new key is for. The rule that a connector's key cannot decide is the form's shape, not a warning. */
@Component({
  selector: 'hq-new-key',
  imports: [Dialog, Field, FieldControl, FormEnd],
  templateUrl: './new-key.html',
  styleUrl: '../form/choices.css',
})
export class NewKey {
  private readonly injector = inject(Injector);
  private readonly form = viewChild.required<ElementRef<HTMLFormElement>>('form');
  private readonly me = inject(Session).person;
  readonly made = output<CreatedKey>();
  readonly closed = output();

  protected readonly name = new FormField(
    '',
    each(
      required($localize`:@@settings.new-key.name.missing:Name it after its machine or script.`),
      atMost(256),
    ),
  );
  protected readonly purpose = signal<'connector' | 'script'>('connector');
  protected readonly scopes = new FormField<readonly KeyScope[]>(['read'], (scopes) =>
    scopeProblem(this.purpose() === 'connector' ? ['connector'] : scopes),
  );
  protected readonly mine = signal(false);
  protected readonly errand = new Errand();
  protected readonly myName = computed(() => this.me()?.name ?? '');
  protected readonly choices = SCRIPT_SCOPES.map((scope) => ({ scope, ...scopeWords(scope) }));
  protected readonly decides = computed(() => this.scopes.value().includes('approve'));

  protected toggle(scope: KeyScope, chosen: boolean): void {
    const others = this.scopes.value().filter((other) => other !== scope);
    this.scopes.write(chosen ? [...others, scope] : others);
    this.scopes.leave();
  }

  protected async make(event: Event): Promise<void> {
    event.preventDefault();
    const fields = [this.name, this.scopes];
    if (this.errand.busy() || !allRight(fields, this.form().nativeElement, this.injector)) return;
    const connector = this.purpose() === 'connector';
    const body = {
      name: this.name.value().trim(),
      scopes: connector ? ['connector'] : this.scopes.value(),
      ...(!connector && this.decides() && this.mine() && { mine: true }),
    };
    const answer = await this.errand.ask('/api/keys', createdKey, { method: 'POST', body });
    if (answer?.ok) this.made.emit(answer.value);
  }
}
