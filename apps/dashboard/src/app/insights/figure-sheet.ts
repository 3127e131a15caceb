import { Component, computed, input, linkedSignal, signal } from '@angular/core';
import { plotInWords, type Plot } from './plot';
import { PlotCanvas } from './plot-canvas';

let made = 0;

/** One figure: its heading, a chart, and the same as a table, which is its content. Without a plot the table stands alone. */
@Component({
  selector: 'hq-figure-sheet',
  imports: [PlotCanvas],
  template: `
    <header>
      <h2 [id]="id">{{ heading() }}</h2>
      <div class="aside"><ng-content select="[aside]" /></div>
      @if (plot() && !cannotDraw()) {
        <button type="button" class="button bare small turn" (click)="asTable.set(!asTable())">
          @if (asTable()) {
            <ng-container i18n="@@insights.as-chart">As chart</ng-container>
          } @else {
            <ng-container i18n="@@insights.as-table">As table</ng-container>
          }
          <span class="unseen">: {{ heading() }}</span>
        </button>
      }
    </header>
    <ng-content select="[about]" />
    @if (plot(); as drawing) {
      @if (!showsTable()) {
        <ng-content select="[legend]" />
        <hq-plot-canvas [plot]="drawing" [label]="label()" (undrawn)="cannotDraw.set(true)" />
      }
    }
    @if (showsTable() && hasTable()) {
      <div class="frame" role="region" tabindex="0" [attr.aria-labelledby]="id">
        <ng-content select="table" />
      </div>
    }
    <ng-content />
  `,
  styles: `
    :host {
      display: grid;
      align-content: start;
      gap: var(--space-4);
      min-width: 0;
      padding: var(--space-5);
      border: 1px solid var(--line);
      border-radius: var(--radius-large);
      background: var(--surface);
    }
    header {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--space-1) var(--space-4);
      min-height: var(--target);
      margin: -6px 0;
    }
    /* What is beside it goes below before a heading has a line for each of its words. */
    h2 {
      flex: 1 1 11rem;
      font-size: var(--text);
      font-weight: 600;
    }
    .aside {
      flex: 1 0 100%;
      order: 1;
    }
    .aside:empty {
      display: none;
    }
    .turn {
      margin-right: calc(-1 * var(--space-3));
    }
    @media (min-width: 640px) {
      h2 {
        flex: none;
      }
      .aside {
        flex: none;
        order: 0;
      }
      .turn {
        margin-left: auto;
      }
    }
    .frame {
      margin: 0 calc(-1 * var(--space-4));
      overflow-x: auto;
    }
    @media (max-width: 639px) {
      :host {
        padding: var(--space-4);
      }
    }
  `,
  host: { role: 'group', '[attr.aria-labelledby]': 'id' },
})
export class FigureSheet {
  readonly heading = input.required<string>();
  readonly plot = input.required<Plot | null>();
  /** False where there is nothing to put into one. */
  readonly hasTable = input(true);

  protected readonly id = `figure-${(made += 1)}`;
  protected readonly cannotDraw = signal(false);
  protected readonly asTable = linkedSignal({ source: this.heading, computation: () => false });
  protected readonly showsTable = computed(() => this.asTable() || this.cannotDraw() || !this.plot());
  protected readonly label = computed(() => {
    const plot = this.plot();
    return plot ? `${this.heading()}. ${plotInWords(plot)}` : this.heading();
  });
}
