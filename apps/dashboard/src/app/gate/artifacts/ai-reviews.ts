import { Component, computed, effect, inject, input, output, signal, untracked } from '@angular/core';
import { Icon, type IconName } from '../../ui/icon';
import { MarkdownText } from '../document/markdown-text';
import { ArtifactShelf } from './artifact-shelf';
import type { PaperText } from './paper-text';
import type { Paper } from './papers';
import { asReview, verdictIn, type Verdict } from './verdict';

/** Reviews whose verdict is fetched without being asked for: the newest rounds. */
const MOST = 8;

interface Row {
  readonly paper: Paper;
  readonly text: PaperText | undefined;
  readonly verdict: Verdict | null;
  readonly tone: string;
  readonly icon: IconName;
  readonly words: string;
}

/** What models said of it, beside it: who, in which round, and what it comes to. */
@Component({
  selector: 'hq-ai-reviews',
  imports: [Icon, MarkdownText],
  templateUrl: './ai-reviews.html',
  styleUrl: './ai-reviews.css',
})
export class AiReviews {
  private readonly shelf = inject(ArtifactShelf);

  readonly reviews = input.required<readonly Paper[]>();
  /** A review was opened. */
  readonly opened = output<Paper>();

  protected readonly asReview = asReview;
  protected readonly open = signal<ReadonlySet<string>>(new Set());
  protected readonly rows = computed(() =>
    this.reviews().map((paper) => rowOf(paper, this.shelf.text(paper.ref.path))),
  );

  constructor() {
    effect(() => {
      const first = this.reviews().slice(0, MOST);
      untracked(() => first.forEach(({ ref }) => this.shelf.want(ref)));
    });
  }

  protected toggled(paper: Paper, event: Event): void {
    const isOpen = (event.target as HTMLDetailsElement).open;
    this.open.update((open) => {
      const others = [...open].filter((key) => key !== paper.key);
      return new Set(isOpen ? [...others, paper.key] : others);
    });
    if (!isOpen) return;
    this.shelf.want(paper.ref);
    this.opened.emit(paper);
  }
}

function rowOf(paper: Paper, text: PaperText | undefined): Row {
  const verdict = text?.kind === 'readable' ? verdictIn(text.text) : null;
  return { paper, text, verdict, ...wordsOf(verdict, text) };
}

function wordsOf(verdict: Verdict | null, text: PaperText | undefined): Pick<Row, 'tone' | 'icon' | 'words'> {
  switch (verdict?.verdict) {
    case 'approve':
      return { tone: 'go', icon: 'check', words: $localize`:@@gate.review.approve:approves` };
    case 'request-changes':
      return {
        tone: 'stop',
        icon: 'cross',
        words: $localize`:@@gate.review.request-changes:requests changes`,
      };
    case 'comment':
      return { tone: 'plain', icon: 'comment', words: $localize`:@@gate.review.comment:comments` };
    case undefined:
      break;
  }
  const words =
    text?.kind === 'readable'
      ? $localize`:@@gate.review.no-verdict:no verdict`
      : text?.kind === 'missing'
        ? $localize`:@@gate.review.missing:cannot be read now`
        : '';
  return { tone: 'plain', icon: 'comment', words };
}
