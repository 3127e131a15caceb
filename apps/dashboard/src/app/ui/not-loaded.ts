import { Component, computed, input, output } from '@angular/core';
import type { HqTrouble } from '../hq-client/hq-http';
import { Notice } from './notice';
import { troubleWords } from './trouble-words';

/** What stands where something should be that HQ did not give: still on its way, not for this person, or why not. */
@Component({
  selector: 'hq-not-loaded',
  imports: [Notice],
  template: `
    @if (forbidden()) {
      <hq-notice>
        <p>
          <strong i18n="@@ui.not-loaded.forbidden">This is for the owner of this HQ.</strong>&ngsp;{{
            words()
          }}
        </p>
      </hq-notice>
    } @else if (trouble()) {
      <hq-notice tone="stop">
        <p role="alert">{{ words() }}</p>
        <button type="button" class="button quiet" (click)="again.emit()" i18n="@@ui.not-loaded.again">
          Try again
        </button>
      </hq-notice>
    } @else {
      <div class="rows" role="status" aria-label="Loading" i18n-aria-label="@@ui.not-loaded.loading">
        @for (row of [1, 2, 3]; track row) {
          <span class="skeleton"></span>
        }
      </div>
    }
  `,
  styles: `
    .rows {
      display: grid;
      gap: var(--space-2);
    }
    .skeleton {
      height: 56px;
    }
    .button {
      margin-top: var(--space-3);
    }
  `,
})
export class NotLoaded {
  readonly trouble = input<HqTrouble | null>(null);
  readonly again = output();

  protected readonly words = computed(() => {
    const trouble = this.trouble();
    return trouble ? troubleWords(trouble) : '';
  });
  protected readonly forbidden = computed(() => {
    const trouble = this.trouble();
    return trouble?.kind === 'refused' && trouble.problem.code === 'FORBIDDEN';
  });
}
