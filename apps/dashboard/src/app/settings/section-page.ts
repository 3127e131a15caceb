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
      justify-self: start;
      margin-bottom: calc(-1 * var(--space-4));
    }
    header p {
      margin-top: var(--space-1);
      color: var(--ink-2);
    }
    @media (min-width: 900px) {
      .back {
        display: none;
      }
    }
  `,
})
export class SectionPage {
  readonly heading = input.required<string>();
  readonly lead = input('');
}
