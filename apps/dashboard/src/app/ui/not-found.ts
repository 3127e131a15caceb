import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Empty } from './empty';
import { PageHeading } from './page-heading';

@Component({
  selector: 'hq-not-found',
  imports: [Empty, PageHeading, RouterLink],
  template: `
    <div class="page">
      <hq-empty>
        <h1 hqPageHeading="Not found" i18n-hqPageHeading="@@ui.not-found.title" i18n="@@ui.not-found.heading">
          Page not found
        </h1>
        <p i18n="@@ui.not-found.why">The address may be mistyped, or from an older version of Codev HQ.</p>
        <p><a class="button" routerLink="/" i18n="@@ui.not-found.inbox">Go to the inbox</a></p>
      </hq-empty>
    </div>
  `,
})
export class NotFound {}
