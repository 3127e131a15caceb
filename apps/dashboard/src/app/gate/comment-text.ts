import { Component, input, resource } from '@angular/core';
import { Prose } from './document/prose';

/** What somebody said with a decision: Markdown, and as it was written until that is drawn. */
@Component({
  selector: 'hq-comment-text',
  imports: [Prose],
  template: `
    @if (rendered.hasValue()) {
      <hq-prose [content]="rendered.value()" />
    } @else {
      <p>{{ comment() }}</p>
    }
  `,
  styles: `
    :host {
      display: block;
      overflow-wrap: anywhere;
    }
    p {
      white-space: pre-line;
    }
  `,
})
export class CommentText {
  readonly comment = input.required<string>();

  protected readonly rendered = resource({
    params: () => this.comment(),
    loader: async ({ params }) => (await import('./document/markdown')).renderMarkdown(params),
  });
}
