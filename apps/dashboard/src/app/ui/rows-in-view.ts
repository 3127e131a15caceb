import {
  afterEveryRender,
  computed,
  DestroyRef,
  Directive,
  DOCUMENT,
  ElementRef,
  inject,
  input,
  signal,
} from '@angular/core';

export interface RowRange {
  readonly first: number;
  /** The first that is not drawn any more. */
  readonly end: number;
}

/** The list's upper edge and the height of what is seen, in pixels. */
interface View {
  readonly top: number;
  readonly height: number;
}

/** Rows drawn beyond what is seen, so that a quick thumb or the Tab key meets no gap. */
const BEYOND = 4;
/** Until the first row is measured. */
const LIKELY_HEIGHT = 96;

/** Rows to draw of a list whose upper edge is `top` pixels below the viewport's. In steps, so that few scrolls draw anew. */
export function rowsInView(top: number, viewHeight: number, rowHeight: number, count: number): RowRange {
  const steps = (row: number) => Math.floor(row / BEYOND) * BEYOND;
  const first = steps(-top / rowHeight) - BEYOND;
  const end = steps((viewHeight - top) / rowHeight) + 2 * BEYOND;
  return { first: Math.min(Math.max(0, first), count), end: Math.min(Math.max(0, end), count) };
}

/**
 * On a list of many rows that are all equally high: says which of them to draw, and keeps the room of the others as
 * padding. Whatever scrolls round it.
 */
@Directive({
  selector: '[hqRowsInView]',
  exportAs: 'hqRowsInView',
  host: { '[style.padding-top.px]': 'before()', '[style.padding-bottom.px]': 'after()' },
})
export class RowsInView {
  private readonly list = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly document = inject(DOCUMENT);
  /** How many rows there are. */
  readonly count = input.required<number>({ alias: 'hqRowsInView' });

  private readonly rowHeight = signal(LIKELY_HEIGHT);
  /** Where the list stands is known once it is there: until then one row is drawn, to be measured. */
  private readonly view = signal<View | null>(null, { equal: sameView });
  private frame: number | null = null;

  readonly range = computed(
    () => {
      const view = this.view();
      if (!view) return { first: 0, end: Math.min(1, this.count()) };
      return rowsInView(view.top, view.height, this.rowHeight(), this.count());
    },
    {
      equal: (a, b) => a.first === b.first && a.end === b.end,
    },
  );
  protected readonly before = computed(() => this.range().first * this.rowHeight());
  protected readonly after = computed(() => (this.count() - this.range().end) * this.rowHeight());

  constructor() {
    const looked = () => this.lookSoon();
    // Scrolling does not bubble, but it can be caught on its way down, whichever box scrolls.
    this.document.addEventListener('scroll', looked, { capture: true, passive: true });
    window.addEventListener('resize', looked);
    inject(DestroyRef).onDestroy(() => {
      this.document.removeEventListener('scroll', looked, { capture: true });
      window.removeEventListener('resize', looked);
      if (this.frame !== null) cancelAnimationFrame(this.frame);
    });
    afterEveryRender({ read: () => this.look() });
  }

  private lookSoon(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.look();
    });
  }

  private look(): void {
    const list = this.list.nativeElement;
    const height = list.firstElementChild?.getBoundingClientRect().height;
    if (height) this.rowHeight.set(height);
    const viewHeight = this.document.documentElement.clientHeight || 800;
    this.view.set({ top: list.getBoundingClientRect().top, height: viewHeight });
  }
}

function sameView(a: View | null, b: View | null): boolean {
  return a?.top === b?.top && a?.height === b?.height;
}
