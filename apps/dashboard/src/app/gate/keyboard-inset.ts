import { Directive, ElementRef, inject, DestroyRef } from '@angular/core';

/**
 * Keeps its host above a phone's keyboard: some browsers lay the keyboard over the page and shrink only what is seen of it.
 * Sets `--keyboard`, the height that is covered.
 */
@Directive({ selector: '[hqKeyboardInset]' })
export class KeyboardInset {
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  constructor() {
    // Absent in some browsers, whatever its type says.
    const seen = globalThis.visualViewport as VisualViewport | null | undefined;
    if (!seen) return;
    const measure = () => {
      const covered = Math.max(0, innerHeight - seen.height - seen.offsetTop);
      // Bars that come and go cover less than any keyboard.
      this.host.style.setProperty('--keyboard', `${covered > 120 ? Math.round(covered) : 0}px`);
    };
    seen.addEventListener('resize', measure);
    seen.addEventListener('scroll', measure);
    inject(DestroyRef).onDestroy(() => {
      seen.removeEventListener('resize', measure);
      seen.removeEventListener('scroll', measure);
    });
  }
}
