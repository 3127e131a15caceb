import { Component, input } from '@angular/core';

/** What git printed on a machine, as it printed it. */
@Component({
  selector: 'hq-git-words',
  template: `
    <p aria-hidden="true" i18n="@@ui.git-said">git said</p>
    <pre tabindex="0" role="group" aria-label="git said" i18n-aria-label="@@ui.git-said">{{ words() }}</pre>
  `,
  styleUrl: './printed-lines.css',
})
export class GitWords {
  readonly words = input.required<string>();
}
