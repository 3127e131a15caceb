import { Component, computed, input } from '@angular/core';
import { reader } from '../../locale/language';
import { ActivityRow } from './activity-row';
import type { Day } from './days';

/** What happened on one day. */
@Component({
  selector: 'hq-activity-day',
  imports: [ActivityRow],
  template: `
    <h2>{{ name() }}</h2>
    <ul class="sheet">
      @for (entry of day().entries; track entry.id) {
        <li><hq-activity-row [entry]="entry" /></li>
      }
    </ul>
  `,
  styles: `
    :host {
      display: block;
      margin-top: var(--space-5);
    }
    h2 {
      margin-bottom: var(--space-2);
      color: var(--ink-2);
      font-size: var(--small);
    }
    /* Rows far away cost nothing until they come near. */
    li {
      content-visibility: auto;
      contain-intrinsic-size: auto 60px;
    }
  `,
})
export class ActivityDay {
  readonly day = input.required<Day>();
  protected readonly name = computed(() => {
    const at = new Date(this.day().at);
    const thisYear = at.getFullYear() === new Date().getFullYear();
    return new Intl.DateTimeFormat(reader.locale, {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      ...(!thisYear && { year: 'numeric' }),
    }).format(at);
  });
}
