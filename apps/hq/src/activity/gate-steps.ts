import type { GateModel } from '@codev-hq/protocol';

/** How the history left a gate. */
export interface KnownGate {
  readonly kind: string;
  /** When it came to that, in milliseconds. */
  readonly at?: number;
  readonly since: number | null;
  /** What it was before it went away, or before it came back. */
  readonly came_from: string | null;
}

/** A gate as its file shows it; undefined when the file or its entry is gone. */
export interface GateNow {
  readonly gate: Pick<GateModel, 'waiting' | 'passed' | 'at' | 'requested_at'> | undefined;
  /** Since when it waits; when it was last asked for. */
  readonly since: number;
  /** Changes were requested of exactly what is there. */
  readonly isSentBack: boolean;
  /** Its machine has the project registered: what is gone then is gone from the repository. */
  readonly isServed: boolean;
  /** When what is there came about; for one that was sent back, when that was. */
  readonly changedAt: number;
  /** When HQ got this version of the file, and what time it is. */
  readonly seenAt: number;
  readonly now: number;
}

export interface GateStep {
  /** `passed` is `gate-decided` or `gate-opened`, which the decisions tell. */
  readonly kind:
    'gate-requested' | 'passed' | 'gate-sent-back' | 'gate-vanished' | 'gate-unserved' | 'gate-served';
  readonly at: number;
  readonly since: number | null;
  readonly came_from?: string;
}

/** What is new about a gate since the history was written last. The same twice is nothing new. */
export function gateSteps(known: KnownGate | undefined, now: GateNow): GateStep[] {
  const { gate } = now;
  const left = standing(known);
  if (gate?.waiting) {
    const steps = now.isSentBack ? sentBack(left, now) : waiting(left, now);
    return steps.length === 0 && known && left && isAway(known) ? [servedAgain(left, now)] : steps;
  }
  if (gate?.passed) return passed(left, gate, now);
  return known && left && isAsked(left) ? gone(known, left, now) : [];
}

/** How it stood when it went away: a project that is served again goes on where it was. */
export function standing(known: KnownGate | undefined): KnownGate | undefined {
  if (known?.kind !== 'gate-unserved' && known?.kind !== 'gate-served') return known;
  return { ...known, kind: known.came_from ?? 'gate-requested' };
}

const isAway = ({ kind }: KnownGate) => kind === 'gate-unserved';
export const isAsked = ({ kind }: KnownGate) => kind === 'gate-requested' || kind === 'gate-sent-back';

function servedAgain({ kind, since }: KnownGate, { seenAt }: GateNow): GateStep {
  return { kind: 'gate-served', at: seenAt, since, came_from: kind };
}

function gone(known: KnownGate, left: KnownGate, { isServed, changedAt }: GateNow): GateStep[] {
  if (!isServed && isAway(known)) return [];
  const kind = isServed ? 'gate-vanished' : 'gate-unserved';
  return [{ kind, at: changedAt, since: left.since, came_from: left.kind }];
}

function waiting(known: KnownGate | undefined, { since, changedAt }: GateNow): GateStep[] {
  switch (known?.kind) {
    case 'gate-requested':
      return since > (known.since ?? since) ? [{ kind: 'gate-requested', at: since, since }] : [];
    case 'gate-sent-back': {
      // A new version came after the request for changes: it waits for a person since then. Where only a paper
      // changed, its file's time is older than the request.
      const at = Math.max(changedAt, known.at ?? 0);
      return [{ kind: 'gate-requested', at, since: at }];
    }
    case 'gate-vanished':
      // Back as it was: that happens now, and it waits since then.
      return [{ kind: 'gate-requested', at: known.since === since ? changedAt : since, since }];
    case 'gate-decided':
    case 'gate-opened': {
      // A porch file may tell the old time still: what was opened before cannot have ended this wait.
      const at = since > (known.at ?? 0) ? since : changedAt;
      return [{ kind: 'gate-requested', at, since: at }];
    }
    default:
      return [{ kind: 'gate-requested', at: since, since }];
  }
}

function sentBack(known: KnownGate | undefined, { since, changedAt }: GateNow): GateStep[] {
  if (known?.kind === 'gate-sent-back') return [];
  // Back with the version that was sent back before its file went.
  if (known?.kind === 'gate-vanished' && known.came_from === 'gate-sent-back') return [];
  const step: GateStep = { kind: 'gate-sent-back', at: changedAt, since: known?.since ?? since };
  if (known?.kind === 'gate-requested') return [step];
  return [
    { kind: 'gate-requested', at: since, since },
    { ...step, since },
  ];
}

function passed(known: KnownGate | undefined, gate: NonNullable<GateNow['gate']>, now: GateNow): GateStep[] {
  if (known?.kind === 'gate-decided' || known?.kind === 'gate-opened') return [];
  const told = timeTold(gate.requested_at, now.now);
  const since = known?.since ?? told ?? null;
  const at = Math.max(timeTold(gate.at, now.now) ?? now.changedAt, since ?? 0);
  const step: GateStep = { kind: 'passed', at, since };
  // Asked for and passed before HQ knew of it, as porch's file tells.
  return known === undefined && told !== undefined
    ? [{ kind: 'gate-requested', at: told, since: told }, step]
    : [step];
}

const EARLIEST = Date.parse('2015-01-01');

/** A time that a file tells, when it can be one: machines' clocks and people's hands make others. */
export function timeTold(text: string | undefined, now: number): number | undefined {
  const ms = Date.parse(text ?? '');
  return ms > EARLIEST && ms <= now + 60_000 ? Math.min(ms, now) : undefined;
}
