import { Component, ElementRef, input, output, resource, signal, viewChild } from '@angular/core';
import { MAX_COMMENT_CHARS } from '@codev-hq/protocol/limits';
import { Prose } from './document/prose';

/** Words with a decision, in Markdown, and how they will look. */
@Component({
  selector: 'hq-comment-field',
  imports: [Prose],
  templateUrl: './comment-field.html',
  styleUrl: './comment-field.css',
})
export class CommentField {
  private readonly words = viewChild<ElementRef<HTMLTextAreaElement>>('words');

  readonly comment = input.required<string>();
  readonly fixed = input.required<boolean>();
  /** Nothing is sent without words. */
  readonly needed = input(false);
  /** They were not there when they were needed. */
  readonly missing = input(false);
  readonly written = output<string>();

  protected readonly maxComment = MAX_COMMENT_CHARS;
  protected readonly previewing = signal(false);
  protected readonly preview = resource({
    params: () => (this.previewing() && this.comment().trim() ? this.comment() : undefined),
    loader: async ({ params }) => (await import('./document/markdown')).renderMarkdown(params),
  });

  focus(): void {
    this.previewing.set(false);
    this.words()?.nativeElement.focus();
  }

  protected write(event: Event): void {
    this.written.emit((event.target as HTMLTextAreaElement).value);
  }
}
