import type { BuilderSpan, GateSpan, PhaseSpan, ProjectTimeline } from '@codev-hq/protocol';
import { grouped } from '../../hq-client/grouped';

export type BarTone = 'phase' | 'wait' | 'work' | 'blocked' | 'ready' | 'done';

/** A stretch of time on a row. Times are milliseconds since 1970. */
export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly tone: BarTone;
  /** It goes on: `to` is now. */
  readonly open: boolean;
}

/** What a decision, or somebody elsewhere, did to a gate. */
export interface Mark {
  readonly at: number;
  readonly kind: 'approved' | 'elsewhere' | 'sent-back' | 'vanished';
}

export interface TimelineRow {
  readonly kind: 'phase' | 'gate' | 'builder';
  /** As the protocol or the machine names it. */
  readonly name: string;
  readonly bars: readonly Bar[];
  readonly marks: readonly Mark[];
  /** Milliseconds of all its bars. */
  readonly total: number;
}

/** The picture's rows: phases and gates in the order they began, builders below. */
export function rowsOf(timeline: ProjectTimeline): readonly TimelineRow[] {
  const now = Date.parse(timeline.to);
  const phases = [...grouped(timeline.phases, ({ phase }) => phase)].map(([name, spans]) =>
    row(
      'phase',
      name,
      spans.map((span) => phaseBar(span, now)),
    ),
  );
  const gates = [...grouped(timeline.gates, ({ gate }) => gate)].map(([name, spans]) =>
    row(
      'gate',
      name,
      spans.flatMap((span) => gateBar(span, now)),
      spans.flatMap(markOf),
    ),
  );
  const builders = [...grouped(timeline.builders, ({ builder_id }) => builder_id)].map(([name, spans]) =>
    row(
      'builder',
      name,
      spans.map((span) => builderBar(span, now)),
    ),
  );
  const way = [...phases, ...gates].filter(isDrawn).sort((a, b) => beginOf(a) - beginOf(b));
  return [...way, ...builders.filter(isDrawn)];
}

/** From the first bar or mark to the last one, and never of no length. */
export function stretchOf(
  rows: readonly TimelineRow[],
  timeline: ProjectTimeline,
): { from: number; to: number } {
  const times = rows.flatMap(({ bars, marks }) => [
    ...bars.flatMap(({ from, to }) => [from, to]),
    ...marks.map(({ at }) => at),
  ]);
  const from = Math.min(Date.parse(timeline.from), ...times);
  const isOpen = rows.some(({ bars }) => bars.some(({ open }) => open));
  const to = isOpen ? Date.parse(timeline.to) : Math.max(...times, from);
  return { from, to: Math.max(to, from + 60_000) };
}

function row(
  kind: TimelineRow['kind'],
  name: string,
  bars: readonly Bar[],
  marks: readonly Mark[] = [],
): TimelineRow {
  const total = bars.reduce((sum, { from, to }) => sum + to - from, 0);
  return { kind, name, bars, marks, total };
}

function isDrawn({ bars, marks }: TimelineRow): boolean {
  return bars.length + marks.length > 0;
}

function beginOf({ bars, marks }: TimelineRow): number {
  return Math.min(...bars.map(({ from }) => from), ...marks.map(({ at }) => at));
}

function bar(from: string, to: string | undefined, tone: BarTone, now: number): Bar {
  const [begin, end] = [Date.parse(from), to === undefined ? now : Date.parse(to)];
  return { from: begin, to: Math.max(begin, end), tone, open: to === undefined };
}

function phaseBar({ from, to }: PhaseSpan, now: number): Bar {
  return bar(from, to, 'phase', now);
}

function gateBar({ requested_at, decided_at, ended_at }: GateSpan, now: number): readonly Bar[] {
  if (requested_at === undefined) return [];
  return [bar(requested_at, decided_at ?? ended_at, 'wait', now)];
}

function markOf({ ended, decided_at, ended_at }: GateSpan): readonly Mark[] {
  const at = Date.parse(decided_at ?? ended_at ?? '');
  // Nobody did anything to a gate that is no longer served.
  if (ended === undefined || ended === 'unserved' || Number.isNaN(at)) return [];
  const kinds = {
    decided: 'approved',
    elsewhere: 'elsewhere',
    'changes-requested': 'sent-back',
    vanished: 'vanished',
  } as const;
  return [{ at, kind: kinds[ended] }];
}

const BUILDER_TONES: Record<BuilderSpan['status'], BarTone> = {
  spawning: 'work',
  implementing: 'work',
  blocked: 'blocked',
  'pr-ready': 'ready',
  complete: 'done',
};

function builderBar({ from, to, status }: BuilderSpan, now: number): Bar {
  return bar(from, to, BUILDER_TONES[status], now);
}
