import {
  afterEveryRender,
  Component,
  computed,
  DestroyRef,
  ElementRef,
  inject,
  input,
  signal,
} from '@angular/core';
import type { ProjectTimeline } from '@codev-hq/protocol';
import { reader } from '../../../locale/language';
import { ageInWords, shortTime } from '../../ui/age-format';
import { gateWords } from '../../ui/gate-words';
import { phaseInWords } from '../phases';
import { ticksBetween } from './time-scale';
import { rowsOf, stretchOf, type TimelineRow } from './timeline-rows';

/** Below this a row's name stands above its bars, not beside them. */
const WIDE = 640;
const AXIS = 28;
const EDGE = 8;
/** The least one sees of a bar. */
const LEAST = 4;
/** About the width of a character of the names. */
const CHARACTER = 7.4;

/** A project's way as a picture: a row for each phase, gate and builder, from its beginning until now. */
@Component({
  selector: 'hq-timeline-picture',
  templateUrl: './timeline-picture.html',
  styleUrl: './timeline-picture.css',
})
export class TimelinePicture {
  readonly timeline = input.required<ProjectTimeline>();
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  /** CSS pixels; text in the picture keeps the page's size. */
  protected readonly width = signal(800);

  private readonly rows = computed(() => rowsOf(this.timeline()));
  private readonly stretch = computed(() => stretchOf(this.rows(), this.timeline()));
  private readonly isWide = computed(() => this.width() >= WIDE);
  private readonly rowHeight = computed(() => (this.isWide() ? 34 : 48));
  protected readonly left = computed(() => (this.isWide() ? 190 : 0));
  private readonly right = computed(() => this.width() - (this.isWide() ? 84 : 0) - EDGE);
  protected readonly height = computed(() => AXIS + this.rows().length * this.rowHeight() + EDGE);
  protected readonly axis = AXIS;

  protected readonly ticks = computed(() => {
    const { from, to } = this.stretch();
    const most = Math.max(2, Math.floor((this.right() - this.left()) / 90));
    return ticksBetween(from, to, most, reader.locale)
      .map(({ at, label }) => ({ x: this.x(at), label }))
      .filter(({ x }) => x < this.right() - 30);
  });
  protected readonly drawn = computed(() => this.rows().map((row, index) => this.draw(row, index)));
  protected readonly said = computed(() => {
    const { from, to } = this.stretch();
    const begin = shortTime(new Date(from).toISOString());
    const end = shortTime(new Date(to).toISOString());
    const [phases, gates] = (['phase', 'gate'] as const).map((kind) => this.count(kind));
    return $localize`:@@timeline.said:From ${begin}:begin: to ${end}:end:. Phases: ${phases}:phases:. Gates: ${gates}:gates:. The table says the same.`;
  });

  constructor() {
    const measure = () => {
      const { width } = this.host.nativeElement.getBoundingClientRect();
      if (width > 0) this.width.set(Math.round(width));
    };
    window.addEventListener('resize', measure);
    inject(DestroyRef).onDestroy(() => window.removeEventListener('resize', measure));
    afterEveryRender({ read: measure });
  }

  private draw(row: TimelineRow, index: number) {
    const top = AXIS + index * this.rowHeight();
    const barTop = this.isWide() ? top + 10 : top + 26;
    const room = this.isWide() ? this.left() - 16 : this.right() - 90;
    return {
      kind: row.kind,
      top,
      height: this.rowHeight(),
      label: shortened(nameOf(row), Math.floor(room / CHARACTER)),
      labelY: this.isWide() ? top + this.rowHeight() / 2 : top + 14,
      time: row.total > 0 ? ageInWords(row.total) : '',
      barTop,
      bars: row.bars.map(({ from, to, tone, open }) => {
        const x = Math.min(this.x(from), this.right() - LEAST);
        return { x, width: Math.max(LEAST, this.x(to) - x), tone, open };
      }),
      marks: row.marks.map(({ at, kind }) => ({ x: this.x(at), y: barTop + 7, kind })),
    };
  }

  private x(at: number): number {
    const { from, to } = this.stretch();
    return this.left() + EDGE + ((at - from) / (to - from)) * (this.right() - this.left() - EDGE);
  }

  private count(kind: TimelineRow['kind']): string {
    const named = this.rows().filter((row) => row.kind === kind);
    return named.map((row) => `${nameOf(row)} ${ageInWords(row.total)}`).join(', ') || '–';
  }
}

function nameOf({ kind, name }: TimelineRow): string {
  if (kind === 'phase') return phaseInWords(name);
  return kind === 'gate' ? gateWords(name).label : name;
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1)).trimEnd()}…`;
}
