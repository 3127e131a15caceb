import { Component, computed, input, output } from '@angular/core';
import type { Heading } from './outline';

/** Levels that are listed: deeper ones would bury the rest. */
const DEEPEST = 3;

/** A text's headings, the one that the reader is under marked. */
@Component({
  selector: 'hq-outline-list',
  template: `
    <ol>
      @for (heading of listed(); track heading.id) {
        <li>
          <a
            [style.padding-left.px]="12 * heading.level"
            [href]="address() + '#' + heading.id"
            [attr.aria-current]="heading.id === current() ? 'location' : null"
            (click)="go($event, heading.id)"
            >{{ heading.text }}</a
          >
        </li>
      }
    </ol>
  `,
  styles: `
    a {
      display: block;
      padding: 5px var(--space-3);
      border-left: 2px solid var(--line);
      color: var(--ink-2);
      font-size: var(--small);
      line-height: 1.35;
      text-decoration: none;
      overflow-wrap: anywhere;
    }
    a:hover {
      color: var(--ink);
    }
    a[aria-current] {
      border-color: var(--ink);
      color: var(--ink);
      font-weight: 550;
    }
    @media (pointer: coarse) {
      a {
        padding-block: 12px;
      }
    }
  `,
})
export class OutlineList {
  readonly headings = input.required<readonly Heading[]>();
  readonly current = input.required<string | null>();
  readonly address = input.required<string>();
  readonly went = output<string>();

  protected readonly listed = computed(() => this.headings().filter(({ level }) => level <= DEEPEST));

  protected go(event: MouseEvent, id: string): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    this.went.emit(id);
  }
}
