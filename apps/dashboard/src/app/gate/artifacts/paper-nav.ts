import { Component, computed, input, output } from '@angular/core';
import { paperTitle } from './paper-words';
import type { Paper, Papers } from './papers';

interface Entry {
  readonly key: string;
  readonly title: string;
  readonly isSubject: boolean;
  readonly changed: boolean;
}

/** What there is to read, what is decided about first. */
@Component({
  selector: 'hq-paper-nav',
  template: `
    <nav class="tabs" aria-label="What there is to read" i18n-aria-label="@@gate.papers.nav">
      @for (entry of entries(); track entry.key) {
        <a
          [href]="address() + '#' + entry.key"
          [attr.aria-current]="entry.key === current() ? 'true' : null"
          [class.here]="entry.key === current()"
          (click)="go($event, entry.key)"
        >
          {{ entry.title }}
          @if (entry.isSubject) {
            <span class="mark" i18n="@@gate.papers.subject">to decide</span>
          }
          @if (entry.changed) {
            <span class="mark changed" i18n="@@gate.papers.changed">changed</span>
          }
        </a>
      }
      @for (pull of papers().pullRequests; track pull.path) {
        <a class="out" [href]="pull.url" target="_blank" rel="noopener noreferrer">
          <ng-container i18n="@@gate.papers.pull-request">Pull request {{ pull.title }}</ng-container
          >&nbsp;<span aria-hidden="true">↗</span>
          <span class="unseen" i18n="@@gate.papers.new-tab">(opens a new tab)</span>
        </a>
      }
    </nav>
  `,
  styleUrl: './paper-nav.css',
})
export class PaperNav {
  readonly papers = input.required<Papers>();
  readonly current = input.required<string>();
  readonly address = input.required<string>();
  /** Paths of which HQ has another version than the reader. */
  readonly changed = input.required<ReadonlySet<string>>();
  readonly open = output<string>();

  protected readonly entries = computed((): readonly Entry[] => {
    const { subject, context } = this.papers();
    const entry = (paper: Paper) => ({
      key: paper.key,
      title: paperTitle(paper),
      isSubject: subject.includes(paper) && context.length > 0,
      changed: this.changed().has(paper.ref.path),
    });
    return [...subject, ...context].map(entry);
  });

  /** A plain click stays on the page; a new tab or a copied address leads to the same text. */
  protected go(event: MouseEvent, key: string): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    this.open.emit(key);
  }
}
