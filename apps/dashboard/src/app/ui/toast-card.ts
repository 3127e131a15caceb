import { Component, computed, effect, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from './icon';
import { Toasts, type Toast } from './toasts';

const SEEN_MS = 7_000;

/** One toast. It leaves by itself once what it says no longer moves, unless somebody points at it or it is bad news. */
@Component({
  selector: 'hq-toast',
  imports: [Icon, RouterLink],
  template: `
    <span class="mark" aria-hidden="true"></span>
    <p>
      <strong>{{ words().headline }}</strong>
      @if (words().detail; as detail) {
        <span>{{ detail }}</span>
      }
      @if (words().link; as link) {
        <a [routerLink]="link" (click)="leave()" i18n="@@ui.toast.open">Look at it</a>
      }
    </p>
    <button
      type="button"
      class="button bare"
      (click)="leave()"
      aria-label="Dismiss"
      i18n-aria-label="@@ui.toast.dismiss"
    >
      <hq-icon name="cross" />
    </button>
  `,
  styleUrl: './toast.css',
  host: {
    '[attr.data-tone]': 'words().tone',
    '(pointerenter)': 'held.set(true)',
    '(pointerleave)': 'held.set(false)',
    '(focusin)': 'held.set(true)',
    '(focusout)': 'held.set(false)',
  },
})
export class ToastCard {
  private readonly toasts = inject(Toasts);
  readonly toast = input.required<Toast>();
  protected readonly words = computed(() => this.toast().words());
  protected readonly held = signal(false);

  constructor() {
    effect((onCleanup) => {
      const { tone } = this.words();
      if (this.held() || tone === 'wait' || tone === 'stop') return;
      const timer = setTimeout(() => this.leave(), SEEN_MS);
      onCleanup(() => clearTimeout(timer));
    });
  }

  protected leave(): void {
    this.toasts.dismiss(this.toast().id);
  }
}
