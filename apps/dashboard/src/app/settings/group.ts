import { Component, input } from '@angular/core';

let made = 0;

/** Settings that belong together, on one sheet. */
@Component({
  selector: 'hq-group',
  template: `
    <header>
      <h2 [id]="id">{{ heading() }}</h2>
      <ng-content select="[aside]" />
      @if (about(); as words) {
        <p>{{ words }}</p>
      }
    </header>
    <ng-content />
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--space-4);
      padding: var(--space-5);
      border: 1px solid var(--line);
      border-radius: var(--radius-large);
      background: var(--surface);
      min-width: 0;
    }
    header {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      align-items: center;
      gap: var(--space-1) var(--space-3);
    }
    h2 {
      font-size: var(--text);
      font-weight: 600;
    }
    p {
      grid-column: 1 / -1;
      font-size: var(--small);
      color: var(--ink-2);
    }
    @media (max-width: 639px) {
      :host {
        padding: var(--space-4);
      }
    }
  `,
  host: { role: 'group', '[attr.aria-labelledby]': 'id' },
})
export class Group {
  readonly heading = input.required<string>();
  readonly about = input('');
  protected readonly id = `group-${(made += 1)}`;
}
