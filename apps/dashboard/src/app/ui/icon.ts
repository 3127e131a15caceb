import { Component, computed, input } from '@angular/core';

/** Paths on a 20 × 20 grid, drawn with a 1.6 stroke. */
const PATHS = {
  inbox:
    'M3 11.5 5.2 4.6A1.5 1.5 0 0 1 6.6 3.5h6.8a1.5 1.5 0 0 1 1.4 1.1L17 11.5v3.5a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 3 15v-3.5Zm0 0h3.8l1 2h4.4l1-2H17',
  projects: 'M3 5.5h5m-5 4.5h3m-3 4.5h5M11 4h6v3.5h-6zM11 12.5h6V16h-6zM8.5 10H14M14 7.5v5',
  back: 'm12 4.5-5.5 5.5 5.5 5.5',
  forward: 'm8 4.5 5.5 5.5L8 15.5',
  check: 'm4.5 10.5 3.8 3.8 7.2-8.2',
  cross: 'm5.5 5.5 9 9m0-9-9 9',
  clock: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm0 3.5V10l2.4 1.8',
  machine: 'M4.5 4.5h11v8h-11zM2.5 15.5h15',
  person: 'M10 3.2a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4ZM3.8 16.8c.6-3 3.1-4.6 6.2-4.6s5.6 1.6 6.2 4.6',
  program: 'm6.5 6.5-3.5 3.5 3.5 3.5m7-7 3.5 3.5-3.5 3.5M11.3 4.5l-2.6 11',
  warning: 'M10 3.2 17.5 16h-15L10 3.2Zm0 5v3.6m0 2.2v.1',
  file: 'M5 2.8h6.5L15.5 7v10.2H5zM11.3 3v4.2h4',
  send: 'M3.2 9.6 16.8 3.4l-4.6 13.2-2.9-5.2-6.1-1.8Zm6.1 1.8 3.4-3.6',
  comment: 'M3.5 4.5h13v9h-7l-3.2 3v-3H3.5z',
  leave: 'M8 3.5H4.5v13H8M12.5 6.5 16 10l-3.5 3.5M16 10H7.5',
  commit: 'M10 6.8a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4ZM2 10h4.8m6.4 0H18',
} as const;

export type IconName = keyof typeof PATHS;

/** Decoration only: the words next to it say the same. */
@Component({
  selector: 'hq-icon',
  template: `
    <svg viewBox="0 0 20 20" aria-hidden="true" focusable="false"><path [attr.d]="path()" /></svg>
  `,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
      width: 1.25em;
      height: 1.25em;
    }
    svg {
      width: 100%;
      height: 100%;
      fill: none;
      stroke: currentcolor;
      stroke-width: 1.6;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `,
})
export class Icon {
  readonly name = input.required<IconName>();
  protected readonly path = computed(() => PATHS[this.name()]);
}
