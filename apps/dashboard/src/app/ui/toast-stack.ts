import { Component, inject } from '@angular/core';
import { QuietOnce } from './quiet-once';
import { ToastCard } from './toast-card';
import { Toasts } from './toasts';

/** All of them, read aloud as they come. */
@Component({
  selector: 'hq-toast-stack',
  imports: [ToastCard],
  template: `
    @defer (when toasts.all().length > 0 || quiet()) {
      @for (toast of toasts.all(); track toast.id) {
        <hq-toast [toast]="toast" />
      }
    }
  `,
  styles: `
    :host {
      position: fixed;
      z-index: 30;
      inset: auto var(--gutter) calc(var(--nav-height) + env(safe-area-inset-bottom) + var(--space-4)) auto;
      display: grid;
      gap: var(--space-2);
      width: min(400px, calc(100vw - 2 * var(--gutter)));
    }
  `,
  host: { role: 'status' },
})
export class ToastStack {
  protected readonly toasts = inject(Toasts);
  protected readonly quiet = inject(QuietOnce).was;
}
