import { Component, computed, input, linkedSignal } from '@angular/core';
import { CommentText } from './comment-text';

/** Lines that are shown of a long comment, and characters that fit on one of a phone. */
const FEW = 4;
const LINE = 50;

/** A comment whose first lines are shown, and the rest when it is asked for. */
@Component({
  selector: 'hq-folded-comment',
  imports: [CommentText],
  template: `
    <blockquote [class.folded]="folded()" (focusin)="folded.set(false)">
      <hq-comment-text [comment]="comment()" />
    </blockquote>
    @if (isLong()) {
      <button type="button" [attr.aria-expanded]="!folded()" (click)="folded.set(!folded())">
        @if (folded()) {
          <ng-container i18n="@@gate.comment.all">Show all</ng-container>
        } @else {
          <ng-container i18n="@@gate.comment.less">Show less</ng-container>
        }
      </button>
    }
  `,
  styles: `
    blockquote {
      margin: var(--space-1) 0 0;
      color: var(--ink-2);
    }
    .folded {
      max-height: 5.5lh;
      overflow: clip;
      mask-image: linear-gradient(var(--ink) 55%, transparent);
    }
    button {
      min-height: var(--target);
      padding: 0;
      border: 0;
      background: none;
      color: var(--accent);
      cursor: pointer;
    }
  `,
})
export class FoldedComment {
  readonly comment = input.required<string>();

  protected readonly isLong = computed(() => linesOf(this.comment()) > FEW + 2);
  protected readonly folded = linkedSignal(() => this.isLong());
}

/** About how many lines a text takes on a phone. */
export function linesOf(text: string): number {
  const lines = text.split('\n').map((line) => Math.ceil(line.length / LINE));
  return lines.reduce((all, one) => all + Math.max(1, one), 0);
}
