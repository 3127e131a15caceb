import type { ProjectTimeline } from '@codev-hq/protocol';
import { builderStatusWords } from '../../ui/builder-words';
import { gateWords } from '../../ui/gate-words';
import { phaseInWords } from '../phases';

/** What the picture shows, as a line of a table. */
export interface TimelineLine {
  readonly what: string;
  readonly name: string;
  readonly from: string | null;
  /** `null`: it goes on. */
  readonly to: string | null;
  readonly durationMs: number | null;
  readonly end: string;
  readonly decisionId: string | null;
}

/** Everything that is drawn, in the order it began. */
export function linesOf(timeline: ProjectTimeline): readonly TimelineLine[] {
  const now = timeline.to;
  const phases = timeline.phases.map(({ phase, plan_phase, from, to }) => ({
    what: $localize`:@@timeline.phase:Phase`,
    name: plan_phase ? `${phaseInWords(phase)} · ${plan_phase}` : phaseInWords(phase),
    ...stretch(from, to, now),
    end: '',
    decisionId: null,
  }));
  const gates = timeline.gates.map((span) => ({
    what: $localize`:@@timeline.gate:Gate`,
    name: gateWords(span.gate).label,
    ...stretch(span.requested_at, span.decided_at ?? span.ended_at, now),
    end: endOf(span),
    decisionId: span.decision_id ?? null,
  }));
  const builders = timeline.builders.map(({ builder_id, status, from, to }) => ({
    what: $localize`:@@timeline.builder:Builder`,
    name: builder_id,
    ...stretch(from, to, now),
    end: builderStatusWords(status),
    decisionId: null,
  }));
  return [...phases, ...gates, ...builders].sort((a, b) => timeOf(a) - timeOf(b));
}

function stretch(from: string | undefined, to: string | undefined, now: string) {
  const durationMs = from === undefined ? null : Math.max(0, Date.parse(to ?? now) - Date.parse(from));
  return { from: from ?? null, to: to ?? null, durationMs };
}

function timeOf({ from, to }: TimelineLine): number {
  return Date.parse(from ?? to ?? '');
}

function endOf({ ended, ended_at, by }: ProjectTimeline['gates'][number]): string {
  const name = by?.name ?? $localize`:@@timeline.somebody:somebody`;
  switch (ended) {
    case 'decided':
      return $localize`:@@timeline.approved-by:approved by ${name}:name:`;
    case 'elsewhere':
      return by
        ? $localize`:@@timeline.opened-elsewhere-by:opened outside HQ, by ${name}:name:`
        : $localize`:@@timeline.opened-elsewhere:opened outside HQ`;
    case 'changes-requested':
      return $localize`:@@timeline.changes-by:changes requested by ${name}:name:`;
    case 'vanished':
      return $localize`:@@timeline.vanished:gone without a decision`;
    case 'unserved':
      return $localize`:@@timeline.unserved:no longer served`;
    case undefined:
      return ended_at === undefined
        ? $localize`:@@timeline.waits:waits for a person`
        : $localize`:@@timeline.asked-anew:asked for anew`;
  }
}
