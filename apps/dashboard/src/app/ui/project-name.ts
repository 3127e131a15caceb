import { Component, input } from '@angular/core';

/** A project by its number and its title. A file that gives no title has its number for one: that is said once. */
@Component({
  selector: 'hq-project-name',
  template: `
    @if (number() !== title()) {
      <span class="number">{{ number() }}</span>
    }
    {{ title() }}
  `,
  styles: `
    .number {
      color: var(--ink-2);
      font-weight: 400;
      font-variant-numeric: tabular-nums;
    }
  `,
})
export class ProjectName {
  readonly number = input.required<string>();
  readonly title = input.required<string>();
}

/** The same where only text can stand. */
export function projectInWords(number: string, title?: string): string {
  return title && title !== number ? `${number} ${title}` : number;
}
