import { Component, effect, ElementRef, inject, input, ViewEncapsulation } from '@angular/core';

/** Hangs nodes that `renderMarkdown` made safe into the page. */
@Component({
  selector: 'hq-prose',
  template: '',
  styleUrl: './prose.css',
  encapsulation: ViewEncapsulation.None,
  host: { class: 'prose' },
})
export class Prose {
  readonly content = input.required<DocumentFragment>();
  private readonly place = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  constructor() {
    // A fragment is emptied when it is hung up: a copy keeps it usable.
    effect(() => this.place.replaceChildren(this.content().cloneNode(true)));
  }
}
