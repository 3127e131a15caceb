import { Component, input, model } from '@angular/core';

export interface Segment<T extends string = string> {
  readonly value: T;
  readonly label: string;
  readonly count?: number;
  /** What it holds, where its name alone does not say. */
  readonly hint?: string;
}

let drawn = 0;

/** One of a few, all seen at once: real radio buttons, so arrow keys and screen readers know them. */
@Component({
  selector: 'hq-segmented',
  template: `
    @for (segment of segments(); track segment.value) {
      <label [title]="segment.hint ?? ''">
        <input
          type="radio"
          class="unseen"
          [name]="name"
          [value]="segment.value"
          [attr.aria-description]="segment.hint"
          [checked]="segment.value === value()"
          (change)="value.set(segment.value)"
        />
        <span>{{ segment.label }}</span>
        @if (segment.count !== undefined) {
          <span class="count">{{ segment.count }}</span>
        }
      </label>
    }
  `,
  styleUrl: './segmented.css',
  host: { role: 'radiogroup', '[attr.aria-label]': 'label()' },
})
export class Segmented<T extends string> {
  readonly segments = input.required<readonly Segment<T>[]>();
  readonly value = model.required<T>();
  /** What is chosen here, for those who do not see it. */
  readonly label = input.required<string>();
  protected readonly name = `segments-${(drawn += 1)}`;
}
