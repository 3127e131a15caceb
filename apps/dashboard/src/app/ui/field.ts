import { Component, computed, Directive, inject, input } from '@angular/core';
import { Icon } from './icon';

let made = 0;

/**
 * One field of a form: its label, a hint, and what is wrong with it, said right below and read with it. The control is
 * what is inside, marked `hqControl`.
 */
@Component({
  selector: 'hq-field',
  imports: [Icon],
  template: `
    <label [for]="id">{{ label() }}</label>
    <ng-content />
    @if (error(); as words) {
      <p class="error" [id]="id + '-said'"><hq-icon name="warning" />{{ words }}</p>
    } @else if (hint()) {
      <p class="hint" [id]="id + '-said'">{{ hint() }}</p>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--space-1);
    }
    label {
      font-size: var(--small);
      font-weight: 600;
    }
    p {
      font-size: var(--small);
      color: var(--ink-2);
      overflow-wrap: anywhere;
    }
    .error {
      display: flex;
      gap: var(--space-1);
      color: var(--stop);
    }
    hq-icon {
      margin-top: 2px;
    }
  `,
})
export class Field {
  readonly label = input.required<string>();
  readonly hint = input('');
  /** Says what is wrong and what would be right; empty or null while nothing is. */
  readonly error = input<string | null>(null);

  readonly id = `field-${(made += 1)}`;
  readonly said = computed(() => (this.error() || this.hint() ? `${this.id}-said` : null));
}

/** Ties an input, select or textarea to the field round it. */
@Directive({
  selector: '[hqControl]',
  host: {
    class: 'control',
    '[id]': 'field.id',
    '[attr.aria-describedby]': 'field.said()',
    '[attr.aria-invalid]': "field.error() ? 'true' : null",
  },
})
export class FieldControl {
  protected readonly field = inject(Field);
}
