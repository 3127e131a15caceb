import { Component, computed, input, output } from '@angular/core';
import type { HqTrouble } from '../hq-client/hq-http';
import { Notice } from './notice';
import { troubleWords } from './trouble-words';

/** Why something of HQ is not shown, and a way to try again. What the page shows beside it may be older. */
@Component({
  selector: 'hq-trouble',
  imports: [Notice],
  template: `
    <hq-notice [tone]="kept() ? 'wait' : 'stop'">
      <p>
        @if (kept()) {
          <strong i18n="@@ui.trouble.old">This may be out of date.</strong>
        } @else {
          <strong i18n="@@ui.trouble.none">This could not be read.</strong>
        }
        {{ words() }}
      </p>
      <button type="button" class="button quiet" (click)="again.emit()" i18n="@@ui.trouble.again">
        Try again
      </button>
    </hq-notice>
  `,
  styles: `
    .button {
      margin-top: var(--space-3);
    }
  `,
})
export class Trouble {
  readonly trouble = input.required<HqTrouble>();
  /** Something that was read before is still shown. */
  readonly kept = input(false);
  readonly again = output();
  protected readonly words = computed(() => troubleWords(this.trouble()));
}
