import { Component, input, output } from '@angular/core';
import { Problem } from '../../ui/problem';

/** The end of a form in a dialog: why HQ did not take it, and the two ways out. What sends it is named by what is inside. */
@Component({
  selector: 'hq-form-end',
  imports: [Problem],
  template: `
    <hq-problem [words]="problem()" />
    <div class="actions">
      <button type="button" class="button quiet" (click)="cancelled.emit()" i18n="@@settings.confirm.keep">
        Cancel
      </button>
      <button type="submit" class="button" [disabled]="busy()"><ng-content /></button>
    </div>
  `,
  styles: `
    :host {
      display: contents;
    }
    /* In reach also where the form is longer than the screen. */
    .actions {
      position: sticky;
      bottom: 0;
      display: flex;
      flex-wrap: wrap;
      justify-content: end;
      gap: var(--space-2);
      margin-bottom: calc(-1 * var(--space-5));
      padding: var(--space-3) 0 var(--space-5);
      background: var(--surface);
    }
    @media (max-width: 639px) {
      .button {
        flex: 1;
      }
    }
  `,
})
export class FormEnd {
  readonly problem = input<string | null>(null);
  readonly busy = input(false);
  readonly cancelled = output();
}
