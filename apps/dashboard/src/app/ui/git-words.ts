import { Component, input } from '@angular/core';

/** What git printed on a machine, as it printed it. */
@Component({
  selector: 'hq-git-words',
  template: `
    <p aria-hidden="true" i18n="@@ui.git-said">git said</p>
    <pre tabindex="0" role="group" aria-label="git said" i18n-aria-label="@@ui.git-said">{{ words() }}</pre>
  `,
  styles: `
    :host {
      display: block;
    }
    p {
      font-size: var(--tiny);
      color: var(--ink-2);
    }
    pre {
      max-height: clamp(5rem, 22dvh, 16rem);
      overflow-y: auto;
      margin: var(--space-1) 0 0;
      padding: var(--space-2) var(--space-3);
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--surface);
      font-size: 0.8125rem;
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
  `,
})
export class GitWords {
  readonly words = input.required<string>();
}
