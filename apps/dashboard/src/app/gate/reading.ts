import type {
  ArtifactRef,
  ChangesRequested,
  Decision,
  GateDetail,
  GateModel,
  InstanceState,
  Role,
  WaitingGate,
} from '@codev-hq/protocol';
import { openerOf } from '@codev-hq/protocol/gate-opener';
import { newerDecision, sameFile } from '../hq-client/live-state';
import { underWay } from '../hq-client/waiting';
import { decisionsAbout } from '../ui/gate-proof';
import type { GateWords } from '../ui/gate-words';

/**
 * What the page keeps in front of the reader when HQ has something newer. While a decision is theirs to make, the text
 * under their eyes is not swapped: they are told, and look again by their own hand.
 */
export function keepReading(read: GateDetail | undefined, fresh: GateDetail): GateDetail {
  if (!read || read.gate_id !== fresh.gate_id) return fresh;
  if (!fresh.waiting || !read.waiting || fresh.decisions.some(underWay)) return fresh;
  return changeBetween(read, fresh) && !isOwnEntry(read, fresh) ? read : fresh;
}

/**
 * All that moved is what a request for changes itself wrote into the gate's entry. HQ can know the request as applied
 * before it has that file: where nothing is committed this is the rule.
 */
function isOwnEntry(read: GateDetail, fresh: GateDetail): boolean {
  const [asked] = fresh.decisions;
  if (!asked || asked.expected.gate_digest !== read.waiting?.digest) return false;
  return isSentBack(asked, read) && isSentBack(asked, fresh) && changedArtifacts(read, fresh).length === 0;
}

/** What a decision is bound to, and what of it moved. A log line or another gate's entry is none of it. */
export type Change = 'gate' | 'text' | 'file' | 'artifact';

export function changeBetween(read: GateDetail, fresh: GateDetail): Change | null {
  if (read.waiting?.digest !== fresh.waiting?.digest) return 'gate';
  return changedArtifacts(read, fresh).length > 0 ? 'artifact' : textChange(read, fresh);
}

/** `file`: one of the two has no digest of its text, so that all one can tell is that the bytes differ. */
export function textChange(read: GateDetail, fresh: GateDetail): 'text' | 'file' | null {
  const [before, now] = [read.status_file, fresh.status_file];
  const [textBefore, textNow] = [before.project.reading_digest, now.project.reading_digest];
  if (textBefore !== undefined && textNow !== undefined) return textBefore === textNow ? null : 'text';
  // All that a person reads in porch's file is gates, which have digests of their own.
  return now.project.format === 'porch' || before.digest === now.digest ? null : 'file';
}

/** Listed texts that are others than those that were read, or gone. What models say comes and goes beside them. */
export function changedArtifacts(read: GateDetail, fresh: GateDetail): readonly ArtifactRef[] {
  const [before, now] = [refsOf(read), refsOf(fresh)];
  // A machine that lists nothing any more has nothing that waits: that is told otherwise.
  if (!before || !now) return [];
  return before.filter(({ kind, path, digest }) => {
    if (digest === undefined || kind === 'consultation') return false;
    return now.find((ref) => ref.path === path)?.digest !== digest;
  });
}

/** What there is to read for the gate, as HQ lists it. */
export function refsOf(detail: GateDetail): readonly ArtifactRef[] | undefined {
  return detail.waiting?.artifacts ?? detail.status_file.artifacts;
}

/** Digests by which the live stream tells whether a loaded gate is still what HQ has; absent: no such thing there. */
export interface Heard {
  readonly file: string | undefined;
  readonly waiting: string | undefined;
  readonly artifacts: string;
}

export function heardOf(
  detail: GateDetail,
  instances: readonly InstanceState[],
  gates: readonly WaitingGate[],
): Heard {
  const instance = instances.find((known) => known.instance_id === detail.instance.instance_id);
  const file = instance?.status_files.find((known) => sameFile(known, detail.status_file));
  return {
    file: file?.digest,
    waiting: gates.find((known) => known.gate_id === detail.gate_id)?.digest,
    artifacts: listed(file?.artifacts),
  };
}

export function isBehind(detail: GateDetail, heard: Heard): boolean {
  if (heard.file !== detail.status_file.digest || heard.waiting !== detail.waiting?.digest) return true;
  return heard.artifacts !== listed(detail.status_file.artifacts);
}

function listed(refs: readonly ArtifactRef[] | undefined): string {
  return (refs ?? []).map(({ path, digest = '' }) => `${path} ${digest}`).join('\n');
}

/** Decisions about any gate of the file, from the page's answer and the live stream together, newest first. */
export function decisionsOf(detail: GateDetail, heard: readonly Decision[]): readonly Decision[] {
  const all = new Map(
    [...detail.decisions, ...(detail.others ?? [])].map((decision) => [decision.decision_id, decision]),
  );
  const file = { ...detail.status_file, instance_id: detail.instance.instance_id };
  for (const decision of decisionsAbout(file, heard)) {
    const known = all.get(decision.decision_id);
    // The live stream does not tell that the gate has waited again since.
    const reopened = known?.reopened_at && { reopened_at: known.reopened_at };
    all.set(decision.decision_id, { ...newerDecision(known, decision), ...reopened });
  }
  return [...all.values()].sort((a, b) => b.decided_at.localeCompare(a.decided_at));
}

/** What a person can do about the gate that is shown, and why not more. */
export type Standing =
  | { readonly kind: 'open'; readonly earlier: Decision | null }
  | { readonly kind: 'may-not'; readonly earlier: Decision | null }
  | { readonly kind: 'decided'; readonly decision: Decision }
  | { readonly kind: 'passed'; readonly gate: GateModel }
  | { readonly kind: 'not-waiting'; readonly gate: GateModel | null; readonly earlier: Decision | null };

export function standingOf(
  detail: GateDetail,
  decisions: readonly Decision[],
  role: Role | undefined,
): Standing {
  const latest = decisions.find((decision) => decision.gate_id === detail.gate_id) ?? null;
  const gate = detail.status_file.project.gates.find((known) => known.name === detail.gate) ?? null;
  const isOpenedOtherwise = gate?.passed && latest?.state === 'applied' && !openerOf(gate, decisions);
  if (latest && !isOpenedOtherwise && settles(latest, detail)) return { kind: 'decided', decision: latest };
  if (detail.waiting) return { kind: role === 'viewer' ? 'may-not' : 'open', earlier: latest };
  if (gate?.passed) return { kind: 'passed', gate };
  return { kind: 'not-waiting', gate, earlier: latest };
}

/** A decision speaks for the gate while it is under way, and when applied unless the gate was asked for anew. */
function settles(decision: Decision, detail: GateDetail): boolean {
  if (underWay(decision)) return true;
  if (decision.state !== 'applied' || decision.reopened_at !== undefined) return false;
  // The gate is still closed, and may be decided again.
  if (decision.kind === 'request_changes') return !detail.waiting;
  return !detail.waiting || detail.waiting.digest === decision.expected.gate_digest;
}

/** What came since is the answer to a request: changes were asked of the very version that is read. */
export function isAnswered(read: GateDetail, standing: Standing | undefined): boolean {
  const asked = standing && 'earlier' in standing ? standing.earlier : null;
  return asked !== null && isSentBack(asked, read);
}

/** Changes were asked of this very version, be it without or with the entry that the request wrote. */
function isSentBack({ kind, state, decision_id, expected, outcome }: Decision, detail: GateDetail): boolean {
  if (kind !== 'request_changes' || state !== 'applied') return false;
  const { waiting, status_file } = detail;
  const { gate_digest, reading_digest, artifacts = [] } = expected;
  const refs = refsOf(detail) ?? [];
  const isEntry =
    isSame(gate_digest, waiting?.digest) ||
    outcome?.digest === status_file.digest ||
    waiting?.changes_requested?.decision_id === decision_id;
  return (
    isEntry &&
    isSame(reading_digest, status_file.project.reading_digest) &&
    artifacts.every(({ path, digest }) => refs.find((ref) => ref.path === path)?.digest === digest)
  );
}

/** What was not told binds nothing. */
function isSame(bound: string | undefined, read: string | undefined): boolean {
  return bound === undefined || bound === read;
}

/** A question while it is one; afterwards what came of it, claiming no more than HQ knows. */
export function titleOf(standing: Standing, words: GateWords): string {
  switch (standing.kind) {
    case 'open':
    case 'may-not':
      return words.question;
    case 'decided':
      if (standing.decision.kind === 'request_changes')
        return $localize`:@@gate.title.requested:Changes requested: ${words.label}:gate:`;
      return underWay(standing.decision)
        ? $localize`:@@gate.title.approving:Approval on its way: ${words.label}:gate:`
        : words.done;
    case 'passed':
      return $localize`:@@gate.title.passed:Passed: ${words.label}:gate:`;
    case 'not-waiting':
      return words.label;
  }
}

export function nextOf(detail: GateDetail, waiting: readonly WaitingGate[]): WaitingGate | null {
  return ofSameFile(detail, waiting).find((gate) => gate.gate_id !== detail.gate_id) ?? null;
}

/** The request for changes after which the gate waits for a new version. What HQ tells as it happens is newer. */
export function requestOf(detail: GateDetail, heard: readonly WaitingGate[]): ChangesRequested | undefined {
  return (heard.find(({ gate_id }) => gate_id === detail.gate_id) ?? detail.waiting)?.changes_requested;
}

/** The file's gates that wait for a new version, by name. */
export function sentBackOf(detail: GateDetail, heard: readonly WaitingGate[]): ReadonlySet<string> {
  const others = ofSameFile(detail, heard).filter((gate) => gate.changes_requested);
  return new Set([...others.map(({ gate }) => gate), ...(requestOf(detail, heard) ? [detail.gate] : [])]);
}

function ofSameFile(
  { instance, status_file }: GateDetail,
  gates: readonly WaitingGate[],
): readonly WaitingGate[] {
  return gates.filter(
    (gate) =>
      gate.instance_id === instance.instance_id && sameFile({ ...gate, path: gate.status_file }, status_file),
  );
}
