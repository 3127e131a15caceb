import { afterRenderEffect, Component, ElementRef, input, viewChild } from '@angular/core';

/** Pixels from the end at which somebody still reads the newest lines. */
const NEAR = 24;

/** What a machine's checks print, as it moves: the newest line stays in sight unless the reader has scrolled up. */
@Component({
  selector: 'hq-checks-output',
  template: `
    <p id="checks-title" i18n="@@gate.checks.title">The checks say</p>
    <pre
      #lines
      tabindex="0"
      role="log"
      aria-live="off"
      aria-labelledby="checks-title"
      (scroll)="scrolled()"
      >{{ output() }}</pre>
  `,
  styleUrl: '../ui/printed-lines.css',
})
export class ChecksOutput {
  private readonly lines = viewChild.required<ElementRef<HTMLElement>>('lines');
  private follows = true;

  readonly output = input.required<string>();

  constructor() {
    afterRenderEffect(() => {
      this.output();
      const pane = this.lines().nativeElement;
      if (this.follows) pane.scrollTop = pane.scrollHeight;
    });
  }

  protected scrolled(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.lines().nativeElement;
    this.follows = scrollHeight - scrollTop - clientHeight < NEAR;
  }
}
