import {
  builderStatus,
  type BuilderSpan,
  type GateSpan,
  type PhaseSpan,
  type WaitEnd,
} from '@codev-hq/protocol';
import type { HistoryRow } from '../persistence/tables.js';
import { filled } from './filled.js';

const ENDS: Readonly<Record<string, WaitEnd>> = {
  'gate-decided': 'decided',
  'gate-opened': 'elsewhere',
  'gate-sent-back': 'changes-requested',
  'gate-vanished': 'vanished',
  'gate-unserved': 'unserved',
};

/** Each phase until the next one; the last goes on. Rows oldest first. */
export function phaseSpans(rows: readonly HistoryRow[]): PhaseSpan[] {
  const phases = rows.filter(({ kind }) => kind === 'phase-changed').sort(byTime);
  return phases.map((row, i) => {
    const next = phases[i + 1];
    return {
      phase: row.went_to ?? '',
      ...(row.plan_phase !== null && { plan_phase: row.plan_phase }),
      from: iso(row.at),
      ...(next && { to: iso(next.at) }),
    };
  });
}

/** Each wait of each gate, by when it began. */
export function gateSpans(rows: readonly HistoryRow[]): GateSpan[] {
  const spans: Wait[] = [];
  for (const [, of] of Map.groupBy(rows, ({ subject }) => subject)) spans.push(...waitsOf(of));
  return spans.sort((a, b) => a.began - b.began).map((one) => one.span);
}

interface Wait {
  readonly began: number;
  readonly span: GateSpan;
}

/** The waits of one gate, one after the other. While its project is not served a wait is interrupted, not ended. */
function waitsOf(rows: readonly HistoryRow[]): Wait[] {
  const waits: Wait[] = [];
  let open: HistoryRow | undefined;
  let away: HistoryRow | undefined;
  let over = -Infinity;
  const close = (end: HistoryRow | undefined, until?: number) => {
    const row = open ?? end;
    if (!row) return;
    // A gate that comes back with its old question waits from when it is back.
    const began = Math.max(open?.since ?? end?.since ?? row.at, over);
    waits.push({ began, span: span(open, end, began, until) });
    over = Math.max(over, end?.decided_at ?? end?.at ?? until ?? began);
    open = undefined;
  };
  for (const row of rows) {
    if (row.kind === 'gate-requested') {
      // Asked for anew without an end in between: what was before did not end with anybody's word.
      if (open) close(away, row.since ?? row.at);
      [open, away] = [row, undefined];
    } else if (row.kind === 'gate-unserved') away = row;
    else if (row.kind === 'gate-served') away = undefined;
    else if (ENDS[row.kind]) {
      if (open || row.kind !== 'gate-vanished') close(row);
      away = undefined;
    }
  }
  if (open) close(away);
  return waits;
}

function span(
  asked: HistoryRow | undefined,
  end: HistoryRow | undefined,
  began: number,
  until: number | undefined,
): GateSpan {
  const row = end ?? asked;
  if (!row) throw new Error('A span has a beginning or an end.');
  const isKnown = asked !== undefined || row.since !== null;
  return {
    gate: row.gate ?? '',
    gate_id: row.gate_id ?? '',
    ...(isKnown && { requested_at: iso(began) }),
    ...(end ? endOf(end) : filled({ ended_at: isoOrNull(until ?? null) })),
    ...(row.learnt_late === 1 && { learnt_late: true }),
  };
}

function endOf(end: HistoryRow): Partial<GateSpan> {
  const { person_id, person_name, decision_id, waited: waited_ms } = end;
  return filled({
    ended_at: iso(end.at),
    ended: ENDS[end.kind],
    decided_at: isoOrNull(end.decided_at),
    by: person_name === null ? null : { ...(person_id !== null && { id: person_id }), name: person_name },
    decision_id,
    waited_ms,
  });
}

/** What each builder was doing, until it did something else or went. */
export function builderSpans(rows: readonly HistoryRow[]): BuilderSpan[] {
  const spans: BuilderSpan[] = [];
  const builders = rows.filter(({ builder_id }) => builder_id !== null);
  for (const [, of] of Map.groupBy(builders, ({ subject }) => subject)) {
    for (const [i, row] of of.entries()) {
      const status = builderStatus.safeParse(row.went_to);
      if (row.kind !== 'builder-changed' || !status.success) continue;
      const next = of[i + 1];
      spans.push({
        builder_id: row.builder_id ?? '',
        status: status.data,
        ...(row.plan_phase !== null && { phase: row.plan_phase }),
        from: iso(row.at),
        ...(next && { to: iso(next.at) }),
      });
    }
  }
  return spans.sort((a, b) => a.from.localeCompare(b.from));
}

const byTime = (a: HistoryRow, b: HistoryRow) => a.at - b.at || a.seq - b.seq;
const iso = (ms: number) => new Date(ms).toISOString();
const isoOrNull = (ms: number | null) => (ms === null ? null : iso(ms));
