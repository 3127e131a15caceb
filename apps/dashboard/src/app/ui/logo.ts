import { Component } from '@angular/core';

/** The mark: a gate's two posts and what waits between them. */
@Component({
  selector: 'hq-logo',
  template: `
    <svg viewBox="0 0 28 28" aria-hidden="true" focusable="false">
      <rect class="plate" width="28" height="28" rx="8" />
      <path class="posts" d="M8.5 7.5v13M19.5 7.5v13" />
      <circle class="waits" cx="14" cy="14" r="2.9" />
    </svg>
  `,
  styles: `
    :host {
      display: inline-flex;
    }
    svg {
      width: 28px;
      height: 28px;
    }
    .plate {
      fill: var(--ink);
    }
    .posts {
      fill: none;
      stroke: var(--paper);
      stroke-width: 2.6;
      stroke-linecap: round;
    }
    .waits {
      fill: var(--mark);
    }
  `,
})
export class Logo {}
