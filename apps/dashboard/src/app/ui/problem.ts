import { Component, input } from '@angular/core';
import { Notice } from './notice';

/** Why something was not done, said at once to who cannot see it. Takes no room while there is nothing to say. */
@Component({
  selector: 'hq-problem',
  imports: [Notice],
  template: `
    @if (words(); as said) {
      <hq-notice tone="stop">
        <p role="alert">{{ said }}</p>
      </hq-notice>
    }
  `,
  styles: `
    :host {
      display: contents;
    }
  `,
})
export class Problem {
  readonly words = input.required<string | null>();
}
