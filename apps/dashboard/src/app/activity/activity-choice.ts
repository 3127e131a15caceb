import { Component, input, output } from '@angular/core';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** One thing to narrow the activity by: everything, or one of a few. */
@Component({
  selector: 'hq-activity-choice',
  template: `
    <select
      class="control"
      [attr.aria-label]="label()"
      [class.chosen]="value()"
      (change)="chosen.emit($any($event.target).value)"
    >
      <option value="" [selected]="!value()">{{ all() }}</option>
      @for (choice of choices(); track choice.value) {
        <option [value]="choice.value" [selected]="value() === choice.value">{{ choice.label }}</option>
      }
    </select>
  `,
  styles: `
    /* As high as what stands beside it. */
    :host {
      display: grid;
      min-width: 0;
    }
    select {
      width: 100%;
      min-width: 0;
      font-size: var(--small);
      text-overflow: ellipsis;
    }
    .chosen {
      border-color: var(--ink);
      font-weight: 600;
    }
    @media (min-width: 640px) {
      select {
        width: auto;
        max-width: 13rem;
      }
    }
  `,
})
export class ActivityChoice {
  readonly label = input.required<string>();
  /** What stands for no choice. */
  readonly all = input.required<string>();
  readonly choices = input.required<readonly Choice[]>();
  /** Empty while everything is shown. */
  readonly value = input.required<string>();
  readonly chosen = output<string>();
}
