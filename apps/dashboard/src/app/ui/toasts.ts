import { Service, signal, type Signal } from '@angular/core';
import type { NoticeTone } from './notice';

export interface ToastWords {
  readonly tone: NoticeTone;
  readonly headline: string;
  readonly detail?: string | undefined;
  /** Where it is explained in full. */
  readonly link?: string | undefined;
}

export interface Toast {
  readonly id: number;
  /** May change while it is seen: a decision on its way says how far it is. */
  readonly words: Signal<ToastWords>;
}

/** Short words at the edge of the screen, about something that has happened. What asks for an answer is a dialog. */
@Service()
export class Toasts {
  private count = 0;
  private readonly shown = signal<readonly Toast[]>([]);
  readonly all = this.shown.asReadonly();

  say(words: ToastWords): number {
    return this.follow(signal(words));
  }

  /** Stays until what it says is final and was seen for a while. */
  follow(words: Signal<ToastWords>): number {
    this.count += 1;
    const id = this.count;
    // More than three at once is a list, and nobody reads one there.
    this.shown.update((toasts) => [...toasts, { id, words }].slice(-3));
    return id;
  }

  dismiss(id: number): void {
    this.shown.update((toasts) => toasts.filter((toast) => toast.id !== id));
  }
}
