import { Component, computed, input } from '@angular/core';
import type { BarTone, Mark, TimelineRow } from './timeline-rows';

type Shape = BarTone | Mark['kind'];

const WORDS: Readonly<Record<Shape, () => string>> = {
  phase: () => $localize`:@@timeline.legend.phase:in a phase`,
  wait: () => $localize`:@@timeline.legend.wait:waits for a person`,
  work: () => $localize`:@@timeline.legend.work:builder at work`,
  blocked: () => $localize`:@@timeline.legend.blocked:builder blocked`,
  ready: () => $localize`:@@timeline.legend.ready:pull request ready`,
  done: () => $localize`:@@timeline.legend.done:builder has finished`,
  approved: () => $localize`:@@timeline.legend.approved:approved`,
  elsewhere: () => $localize`:@@timeline.legend.elsewhere:opened outside HQ`,
  'sent-back': () => $localize`:@@timeline.legend.changes:changes requested`,
  vanished: () => $localize`:@@timeline.legend.vanished:gone without a decision`,
};
const SHAPES = Object.keys(WORDS) as Shape[];

/** What the picture's shapes mean: of those that are drawn. */
@Component({
  selector: 'hq-timeline-legend',
  template: `
    <ul>
      @for (shape of shapes(); track shape.is) {
        <li><span class="shape" [attr.data-shape]="shape.is" aria-hidden="true"></span>{{ shape.words }}</li>
      }
    </ul>
  `,
  styles: `
    ul {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-1) var(--space-4);
      color: var(--ink-2);
      font-size: var(--tiny);
    }
    li {
      display: inline-flex;
      align-items: center;
      gap: 6px;
    }
    .shape {
      flex: none;
      width: 18px;
      height: 8px;
      border-radius: 2px;
      background: var(--ink-2);
    }
    [data-shape='wait'] {
      background: var(--wait-solid);
    }
    [data-shape='blocked'] {
      border: 1px solid var(--wait);
      background: var(--wait-soft);
    }
    [data-shape='work'] {
      background: var(--accent);
    }
    [data-shape='ready'] {
      border: 1px solid var(--go);
      background: var(--go-soft);
    }
    [data-shape='done'] {
      background: var(--go);
    }
    :is([data-shape='approved'], [data-shape='elsewhere'], [data-shape='sent-back']) {
      width: 10px;
      height: 10px;
      border-radius: 50%;
      background: var(--go);
    }
    [data-shape='elsewhere'] {
      border: 2.5px solid var(--go);
      background: none;
    }
    [data-shape='sent-back'] {
      border-radius: 0;
      background: var(--returned);
      transform: rotate(45deg) scale(0.85);
    }
    /* A cross, as in the picture. */
    [data-shape='vanished'] {
      width: 12px;
      height: 2px;
      transform: rotate(45deg);
    }
    [data-shape='vanished']::after {
      content: '';
      display: block;
      height: 2px;
      background: var(--ink-2);
      transform: rotate(90deg);
    }
  `,
})
export class TimelineLegend {
  readonly rows = input.required<readonly TimelineRow[]>();
  protected readonly shapes = computed(() => {
    const drawn = new Set(shapesOf(this.rows()));
    return SHAPES.filter((is) => drawn.has(is)).map((is) => ({ is, words: WORDS[is]() }));
  });
}

function shapesOf(rows: readonly TimelineRow[]): readonly Shape[] {
  return rows.flatMap(({ bars, marks }) => [
    ...bars.map(({ tone }) => tone),
    ...marks.map(({ kind }) => kind),
  ]);
}
