import { Component, input } from '@angular/core';
import { Skeleton } from '../ui/skeleton';

/** Where a page will stand whose script, or whose leave to show it, is still on its way: its heading, where that is known. */
@Component({
  selector: 'hq-page-coming',
  imports: [Skeleton],
  template: `
    <div class="page">
      @if (heading(); as words) {
        <p class="heading" aria-hidden="true">{{ words }}</p>
      } @else {
        <span class="skeleton heading" aria-hidden="true"></span>
      }
      <hq-skeleton label="Loading the page" i18n-label="@@shell.page-coming" />
    </div>
  `,
  styles: `
    .heading {
      margin-bottom: var(--space-5);
      font-size: var(--title);
      font-weight: 650;
      letter-spacing: -0.018em;
      line-height: 1.2;
    }
    .skeleton.heading {
      width: 9rem;
      height: 1.2em;
    }
    /* On a fast line nobody sees them. */
    hq-skeleton,
    .skeleton {
      animation: appear 0s 150ms backwards;
    }
    @keyframes appear {
      from {
        visibility: hidden;
      }
    }
  `,
})
export class PageComing {
  readonly heading = input<string>();
}
