import {
  afterNextRender,
  Directive,
  effect,
  ElementRef,
  inject,
  input,
  Service,
  signal,
} from '@angular/core';

/** The title of the page that is shown, and whether a page was shown before it. */
@Service()
export class CurrentPage {
  readonly title = signal('');
  private visits = 0;

  /** True when this visit comes from another page of the app, so that focus must be moved by us. */
  visit(): boolean {
    this.visits += 1;
    return this.visits > 1;
  }
}

/** On a page's `h1`: names the document, and takes the focus when one arrives from another page. */
@Directive({ selector: 'h1[hqPageHeading]', host: { tabindex: '-1' } })
export class PageHeading {
  private readonly page = inject(CurrentPage);
  private readonly heading = inject<ElementRef<HTMLElement>>(ElementRef);

  readonly title = input.required<string>({ alias: 'hqPageHeading' });

  constructor() {
    effect(() => this.page.title.set(this.title()));
    const arrivedFromInside = this.page.visit();
    afterNextRender(() => {
      if (arrivedFromInside) this.heading.nativeElement.focus({ preventScroll: true });
    });
  }
}
