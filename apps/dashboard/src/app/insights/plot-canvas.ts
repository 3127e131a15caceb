import {
  afterRenderEffect,
  Component,
  computed,
  DestroyRef,
  DOCUMENT,
  ElementRef,
  inject,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import type { Drawn, Look } from './chart-drawing';
import type { Plot } from './plot';

const ROW_HEIGHT = 40;
/** The first row's name stands above its bar. */
const ABOVE_ROWS = 8;
const COLUMNS_HEIGHT = 220;

/** Draws a plot in the colours of the theme, anew when either changes. The library comes with the first one. */
@Component({
  selector: 'hq-plot-canvas',
  template: `<canvas #canvas role="img" [attr.aria-label]="label()"></canvas>`,
  styles: `
    :host {
      display: block;
      position: relative;
      min-width: 0;
      /* Until the library comes the canvas has a width of its own. */
      overflow: clip;
    }
    canvas {
      display: block;
    }
  `,
  host: { '[style.height.px]': 'height()' },
})
export class PlotCanvas {
  private readonly document = inject(DOCUMENT);
  private readonly canvas = viewChild.required<ElementRef<HTMLCanvasElement>>('canvas');
  readonly plot = input.required<Plot>();
  readonly label = input.required<string>();
  /** It cannot be drawn here, or the library did not come. */
  readonly undrawn = output();

  protected readonly height = computed(() => {
    const plot = this.plot();
    return plot.kind === 'bars' ? ABOVE_ROWS + plot.rows.length * ROW_HEIGHT : COLUMNS_HEIGHT;
  });
  private readonly theme = signal(0);
  private drawn: Drawn | null = null;
  private wanted = 0;

  constructor() {
    this.followTheme(inject(DestroyRef));
    afterRenderEffect(() => {
      this.theme();
      void this.draw(this.plot());
    });
    inject(DestroyRef).onDestroy(() => {
      this.wanted = -1;
      this.drawn?.remove();
    });
  }

  private async draw(plot: Plot): Promise<void> {
    this.wanted += 1;
    const mine = this.wanted;
    const canvas = this.canvas().nativeElement;
    try {
      if (!canvas.getContext('2d')) throw new Error('This browser draws nothing.');
      const { drawChart } = await import('./chart-drawing');
      if (mine !== this.wanted) return;
      this.drawn?.remove();
      this.drawn = drawChart(canvas, plot, this.look());
    } catch {
      // What it shows is in the table as well.
      if (mine === this.wanted) this.undrawn.emit();
    }
  }

  private look(): Look {
    // A canvas knows no tokens: an element that has one says what it comes to in this theme.
    const probe = this.canvas().nativeElement.style;
    const computed = getComputedStyle(this.canvas().nativeElement);
    return {
      colour: (token) => {
        probe.color = `var(--${token})`;
        return computed.color;
      },
      font: computed.fontFamily,
      moves: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    };
  }

  /** The system's, or the one chosen in the settings. */
  private followTheme(until: DestroyRef): void {
    if (typeof matchMedia !== 'function') return;
    const changed = () => this.theme.update((turn) => turn + 1);
    const system = matchMedia('(prefers-color-scheme: dark)');
    const chosen = new MutationObserver(changed);
    system.addEventListener('change', changed);
    chosen.observe(this.document.documentElement, { attributeFilter: ['data-theme'] });
    until.onDestroy(() => {
      system.removeEventListener('change', changed);
      chosen.disconnect();
    });
  }
}
