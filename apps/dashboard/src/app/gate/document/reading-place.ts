/** Milliseconds after the last scroll until the place is kept. */
const CALM = 400;
/** Pixels from the window's top: below the bars that stay there, and where a heading that was gone to ends. */
const TOP = 110;
const UNDER_HEADING = 168;

export interface PlaceListener {
  /** The number of the block at the top of the window. */
  readonly block: (block: number) => void;
  /** The heading that the reader is under. */
  readonly heading: (id: string | null) => void;
}

/** Follows where in a drawn text the reader is. */
export class ReadingPlace {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private frame = 0;
  private readonly scrolled = () => this.follow();

  constructor(
    private readonly place: HTMLElement,
    private readonly listener: PlaceListener,
  ) {
    document.addEventListener('scroll', this.scrolled, { passive: true });
    this.follow();
  }

  close(): void {
    document.removeEventListener('scroll', this.scrolled);
    clearTimeout(this.timer);
    cancelAnimationFrame(this.frame);
  }

  private follow(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.listener.heading(this.headingAbove()));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.listener.block(firstBelow(blocksOf(this.place), TOP)), CALM);
  }

  private headingAbove(): string | null {
    const headings = [...this.place.querySelectorAll<HTMLElement>('h3, h4, h5, h6')];
    const next = firstBelow(headings, UNDER_HEADING);
    const below = headings[next];
    if (below && below.getBoundingClientRect().top <= UNDER_HEADING) return below.id;
    return headings[next - 1]?.id ?? null;
  }
}

/** Brings a block of an earlier visit to the top of the window. */
export function goToBlock(place: HTMLElement, block: number): boolean {
  const target = blocksOf(place)[block];
  target?.scrollIntoView({ block: 'start' });
  return target !== undefined;
}

function blocksOf(place: HTMLElement): HTMLElement[] {
  return [...place.querySelectorAll<HTMLElement>(':scope > .piece > *')];
}

/** The first that ends below a line of the window: they stand in order. */
function firstBelow(elements: readonly HTMLElement[], line: number): number {
  let [from, to] = [0, elements.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((elements[middle]?.getBoundingClientRect().bottom ?? 0) > line) to = middle;
    else from = middle + 1;
  }
  return from;
}
