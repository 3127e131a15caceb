import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from '../ui/icon';
import { PageHeading } from '../ui/page-heading';

/** One section's heading, with the way back on a phone. */
@Component({
  selector: 'hq-section-page',
  imports: [Icon, PageHeading, RouterLink],
  template: `
    <a class="back" routerLink="/settings"
      ><hq-icon name="back" /><span i18n="@@settings.back">Settings</span></a
    >
    <header>
      <h1 [hqPageHeading]="heading()">{{ heading() }}</h1>
      @if (lead(); as words) {
        <p>{{ words }}</p>
      }
    </header>
    <ng-content />
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--space-5);
    }
    .back {
      display: none;
      align-items: center;
      gap: var(--space-1);
      min-height: var(--target);
      margin: calc(-1 * var(--space-3)) 0 calc(-1 * var(--space-4)) -6px;
      color: var(--ink-2);
      text-decoration: none;
    }
    header p {
      margin-top: var(--space-1);
      color: var(--ink-2);
    }
    @media (max-width: 899px) {
      .back {
        display: inline-flex;
        justify-self: start;
      }
    }
  `,
})
export class SectionPage {
  readonly heading = input.required<string>();
  readonly lead = input('');
}
