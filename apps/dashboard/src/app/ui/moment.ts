import { Component, computed, inject, input, signal } from '@angular/core';
import { Clock } from '../hq-client/clock';
import { ageInWords, agoInWords, exactTime, shortTime } from './age-format';

/** A point in time: as an age that keeps counting, as "… ago", or as date and time. The exact time is its title. */
@Component({
  selector: 'hq-moment',
  template: `<time
    [class.age]="!isDate()"
    [attr.datetime]="at()"
    [attr.title]="title()"
    (pointerenter)="pointed.set(true)"
    >{{ text() }}</time
  >`,
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

  readonly at = input.required<string>();
  readonly as = input<'age' | 'ago' | 'date'>('age');

  protected readonly isDate = computed(() => this.as() === 'date');
  protected readonly pointed = signal(false);
  /** Only a pointer shows it, and the first one is dear to make. */
  protected readonly title = computed(() => (this.pointed() ? exactTime(this.at()) : null));
  protected readonly text = computed(() => {
    const time = Date.parse(this.at());
    if (this.isDate() || Number.isNaN(time)) return shortTime(this.at());
    const elapsed = this.clock.now() - time;
    return this.as() === 'ago' ? agoInWords(elapsed) : ageInWords(elapsed);
  });
}
