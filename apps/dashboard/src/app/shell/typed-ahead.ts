import { DestroyRef, DOCUMENT, inject, Service } from '@angular/core';

/**
 * Takes what is typed for a field that was asked for and is not there yet, so that it neither gets lost nor does something
 * on the page: from `begin` until `end` nobody else hears of letters, Backspace, Enter and Escape.
 */
@Service()
export class TypedAhead {
  private readonly document = inject(DOCUMENT);
  private typed = '';
  private givenUp: (() => void) | null = null;
  private readonly pressed = (event: KeyboardEvent) => this.take(event);

  constructor() {
    inject(DestroyRef).onDestroy(() => this.end());
  }

  /** `givenUp` is told of Escape. */
  begin(givenUp: () => void): void {
    this.givenUp = givenUp;
    // Before the page's own keys, wherever the focus is.
    this.document.addEventListener('keydown', this.pressed, { capture: true });
  }

  /** What was typed since it began; empty if it did not. */
  end(): string {
    const { typed } = this;
    this.document.removeEventListener('keydown', this.pressed, { capture: true });
    this.typed = '';
    this.givenUp = null;
    return typed;
  }

  private take(event: KeyboardEvent): void {
    const { key } = event;
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const isLetter = Array.from(key).length === 1;
    if (!isLetter && !['Backspace', 'Enter', 'Escape'].includes(key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (isLetter) this.typed += key;
    else if (key === 'Backspace') this.typed = Array.from(this.typed).slice(0, -1).join('');
    else if (key === 'Escape') this.givenUp?.();
  }
}
