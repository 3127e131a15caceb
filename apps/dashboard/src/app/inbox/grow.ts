import { afterNextRender, DestroyRef, Directive, ElementRef, inject, output } from '@angular/core';

/** Two screens ahead, so that a fast thumb does not meet the end. */
const AHEAD = '200% 0px';

/**
 * At the end of what is drawn of a long list: says when more is needed. Rows keep their own height, the browser finds
 * words in them, and the first of two hundred are there as fast as those of ten.
 */
@Directive({ selector: '[hqGrow]' })
export class Grow {
  readonly needed = output();

  constructor() {
    const { nativeElement: end } = inject<ElementRef<HTMLElement>>(ElementRef);
    const destroyed = inject(DestroyRef);
    afterNextRender(() => {
      const observer = new IntersectionObserver(
        (entries) => {
          if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
          this.needed.emit();
          // Told anew while the end is still near after growing.
          observer.unobserve(end);
          observer.observe(end);
        },
        { rootMargin: AHEAD },
      );
      observer.observe(end);
      destroyed.onDestroy(() => observer.disconnect());
    });
  }
}
