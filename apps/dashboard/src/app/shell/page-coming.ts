import { Component } from '@angular/core';

/** Where a page will stand whose script, or whose leave to show it, is still on its way. On a fast line nobody sees it. */
@Component({
  selector: 'hq-page-coming',
  template: `
    <div class="page" role="status" aria-label="Loading the page" i18n-aria-label="@@shell.page-coming">
      <span class="skeleton heading"></span>
      @for (row of [1, 2, 3]; track row) {
        <span class="skeleton"></span>
      }
    </div>
  `,
  styles: `
    .page {
      display: grid;
      gap: var(--space-3);
      animation: appear 0s 150ms backwards;
    }
    .skeleton {
      height: 72px;
    }
    .heading {
      width: 9rem;
      height: 1.75rem;
      margin-bottom: var(--space-3);
    }
    @keyframes appear {
      from {
        visibility: hidden;
      }
    }
  `,
})
export class PageComing {}
