import { Component, computed, inject, input } from '@angular/core';
import { Clock } from '../hq-client/clock';
import { ageInWords, agoInWords, exactTime, shortTime } from './age-format';
import { IdleOnce } from './idle-once';

/** A point in time: as an age that keeps counting, as "… ago", or as date and time. The exact time is its title. */
@Component({
  selector: 'hq-moment',
  template: `<time [class.age]="!isDate()" [attr.datetime]="at()" [attr.title]="title()">{{ text() }}</time>`,
  styles: `
    time {
      font-variant-numeric: tabular-nums;
    }
    .age {
      white-space: nowrap;
    }
  `,
})
export class Moment {
  private readonly clock = inject(Clock);
  private readonly idle = inject(IdleOnce);

  readonly at = input.required<string>();
  readonly as = input<'age' | 'ago' | 'date'>('age');

  protected readonly isDate = computed(() => this.as() === 'date');
  /** Nobody waits for it, and the first one is dear. */
  protected readonly title = computed(() => (this.idle.was() ? exactTime(this.at()) : null));
  protected readonly text = computed(() => {
    const time = Date.parse(this.at());
    if (this.isDate() || Number.isNaN(time)) return shortTime(this.at());
    const elapsed = this.clock.now() - time;
    return this.as() === 'ago' ? agoInWords(elapsed) : ageInWords(elapsed);
  });
}
