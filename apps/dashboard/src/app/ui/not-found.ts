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
        <h1 hqPageHeading="Not found">There is no page here</h1>
        <p>The address may be mistyped, or from an older version of Codev HQ.</p>
        <p><a class="button" routerLink="/">Go to the inbox</a></p>
      </hq-empty>
    </div>
  `,
})
export class NotFound {}
