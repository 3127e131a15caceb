import { Component, computed, input } from '@angular/core';

/** Where rows will stand that are still on their way: a few of about their height, named for who does not see them. */
@Component({
  selector: 'hq-skeleton',
  template: `
    @for (row of each(); track row) {
      <span class="skeleton" [style.height.px]="height()"></span>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--space-2);
    }
  `,
  host: { role: 'status', '[attr.aria-label]': 'label()' },
})
export class Skeleton {
  /** What is loaded: `Loading the machines`. */
  readonly label = input.required<string>();
  readonly rows = input(3);
  /** Of each row, in CSS pixels. */
  readonly height = input(72);
  protected readonly each = computed(() => Array.from({ length: this.rows() }, (_, row) => row));
}
