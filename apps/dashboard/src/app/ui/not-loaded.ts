import { Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { HqTrouble } from '../hq-client/hq-http';
import { Session } from '../hq-client/session';
import { Notice } from './notice';
import { Skeleton } from './skeleton';
import { troubleWords } from './trouble-words';

/** What stands where something should be that HQ did not give: still on its way, not for this person, or why not. */
@Component({
  selector: 'hq-not-loaded',
  imports: [Notice, RouterLink, Skeleton],
  template: `
    @if (forbidden()) {
      <hq-notice>
        <p>
          <strong i18n="@@ui.not-loaded.forbidden">Only the owner of this HQ can see this.</strong>&ngsp;
          @if (me(); as name) {
            <ng-container i18n="@@ui.not-loaded.ask"
              >You are signed in as {{ name }}. Ask whoever runs this HQ for what you need.</ng-container
            >
          }
        </p>
        <a class="button quiet" routerLink="/settings" i18n="@@ui.not-loaded.own">Go to your own settings</a>
      </hq-notice>
    } @else if (trouble()) {
      <hq-notice tone="stop">
        <p role="alert">{{ words() }}</p>
        <button type="button" class="button quiet" (click)="again.emit()" i18n="@@ui.not-loaded.again">
          Try again
        </button>
      </hq-notice>
    } @else {
      <hq-skeleton label="Loading" i18n-label="@@ui.not-loaded.loading" [height]="56" />
    }
  `,
  styles: `
    .button {
      margin-top: var(--space-3);
    }
  `,
})
export class NotLoaded {
  private readonly session = inject(Session);
  readonly trouble = input<HqTrouble | null>(null);
  readonly again = output();

  protected readonly words = computed(() => {
    const trouble = this.trouble();
    return trouble ? troubleWords(trouble) : '';
  });
  protected readonly me = computed(() => this.session.person()?.name);
  /** To an owner HQ refuses for another reason, which it says itself. */
  protected readonly forbidden = computed(() => {
    const trouble = this.trouble();
    if (trouble?.kind !== 'refused' || trouble.problem.code !== 'FORBIDDEN') return false;
    return this.session.person()?.role !== 'admin';
  });
}
