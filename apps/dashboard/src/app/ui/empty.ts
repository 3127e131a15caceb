import { Component } from '@angular/core';

/** What a page shows when there is nothing to show: the gate mark, a sentence, and what will come here. */
@Component({
  selector: 'hq-empty',
  template: `
    <svg viewBox="0 0 64 40" aria-hidden="true" focusable="false">
      <path d="M20 6v28M44 6v28" />
      <path class="path" d="M2 20h14M48 20h14" />
      <circle cx="32" cy="20" r="4.5" />
    </svg>
    <div class="words"><ng-content /></div>
  `,
  styles: `
    :host {
      display: grid;
      justify-items: center;
      gap: var(--space-4);
      padding: var(--space-8) var(--space-4);
      text-align: center;
      color: var(--ink-2);
    }
    svg {
      width: 96px;
      fill: none;
      stroke: var(--ink-3);
      stroke-width: 3;
      stroke-linecap: round;
    }
    .path {
      stroke: var(--line-strong);
      stroke-width: 2;
      stroke-dasharray: 1 5;
    }
    circle {
      fill: var(--go);
      stroke: none;
    }
    .words {
      display: grid;
      justify-items: center;
      gap: var(--space-3);
      max-width: 42ch;
    }
  `,
})
export class Empty {}
