import { Component, computed, input } from '@angular/core';

/** The one icon set: paths on a 20 × 20 grid, drawn with a 1.6 stroke and round ends. */
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
  machines: 'M3 4h14v4.5H3zM3 11.5h14V16H3zM6 6.3v-.1M6 13.8v-.1M9 6.2h5M9 13.7h5',
  activity: 'M2.5 10h3.2l2.2-5.5 4 11 2.2-5.5h3.4',
  insights: 'M3.5 3.5v13h13M7 13v-2.5M10.5 13V8M14 13V5.5',
  settings:
    'M3 6h8.2m3.8 0h2M3 14h2m3.8 0H17M13 4.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6ZM7 12.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6Z',
  search: 'M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11Zm4 9.5 3.8 3.8',
  filter: 'M3 5.5h14M5.5 10h9M8.5 14.5h3',
  down: 'm5 7.8 5 5 5-5',
  more: 'M4.5 10v.1M10 10v.1M15.5 10v.1',
  plus: 'M10 4v12M4 10h12',
  copy: 'M7 7h9.5v9.5H7zM13 4H3.5v9',
  bell: 'M5.2 14V9a4.8 4.8 0 0 1 9.6 0v5m-11.3 0h13M8.5 16.5a1.6 1.6 0 0 0 3 0',
  key: 'M7 9.2a3.9 3.9 0 1 0 0 7.8 3.9 3.9 0 0 0 0-7.8Zm2.8 1.2L16.5 3.7M13.4 6.8l2.4 2.4',
  keyboard: 'M2.5 5h15v10h-15zM5.5 8v.1m3-.1v.1m3-.1v.1m3-.1v.1M6.5 12h7',
  external: 'M8.5 4.5h-4v11h11v-4M11.5 3.5h5v5m0-5-7.2 7.2',
  download: 'M10 3.5v9m0 0L6.3 8.8M10 12.5l3.7-3.7M4 16.5h12',
  refresh: 'M16 8.5A6.3 6.3 0 1 0 16.2 12M16.5 4v4.5H12',
  returned: 'M7.5 5 3.5 9l4 4M4 9h8.5a4 4 0 0 1 0 8H10',
  apart: 'M3.5 10h2m2.3 0h2m2.4 0h2m2.3 0h.1M3.5 5.5h13M3.5 14.5h13',
  phone: 'M6 2.8h8v14.4H6zM9.2 14.6h1.6',
  appearance: 'M10 3a7 7 0 1 0 0 14V3Zm0 0a7 7 0 0 1 0 14',
  people:
    'M7.5 3.8a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6ZM2.2 16c.5-2.8 2.6-4.2 5.3-4.2s4.8 1.4 5.3 4.2M13 4.2a2.8 2.8 0 0 1 0 5M15 12.2c1.5.6 2.5 1.9 2.8 3.8',
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
