import type { Decision } from '@codev-hq/protocol';
import { refusedWords } from '../hq-client/refused-words';
import { causeWords } from './cause-words';
import { stateInShort, type DecisionTone } from './decision-state';
import { whyHeld } from './held-words';
import { whyNotCommitted } from './uncommitted-words';

export interface DecisionWords {
  readonly tone: DecisionTone;
  /** For a list: what was decided, and its state where it is not simply done: `Approved`, `Approved · refused`. */
  readonly short: string;
  /** That state alone; empty when done. */
  readonly state: string;
  readonly headline: string;
  /** What is known beyond the headline, or what to do next. */
  readonly detail: string;
  /** What git printed on the machine, kept apart from our own words. */
  readonly git?: string | undefined;
}

type StateWords = Omit<DecisionWords, 'short'>;

/** The true state of a decision in words that claim no more than HQ knows. */
export function decisionWords(decision: Decision, online: boolean): DecisionWords {
  const words = stateWords(decision, online);
  return { ...words, short: [whatWasDecided(decision), words.state].filter(Boolean).join(' · ') };
}

function whatWasDecided({ kind }: Decision): string {
  return kind === 'approve'
    ? $localize`:@@ui.decision.approved:Approved`
    : $localize`:@@ui.decision.changes:Changes requested`;
}

function stateWords(decision: Decision, online: boolean): StateWords {
  const machine = decision.instance_name;
  const { tone, words: state } = stateInShort(decision.kind, decision.state);
  const inWord = { tone, state };
  switch (decision.state) {
    case 'decided':
      return {
        ...inWord,
        headline: $localize`:@@ui.decision.recorded.headline:Recorded at HQ`,
        detail: online
          ? $localize`:@@ui.decision.recorded.online:Being sent to ${machine}:machine:.`
          : $localize`:@@ui.decision.recorded.offline:${machine}:machine: is offline. It will be delivered when ${machine}:again: is back.`,
      };
    case 'sent':
      if (decision.progress) return progressWords(machine, decision.progress);
      return {
        ...inWord,
        headline: $localize`:@@ui.decision.sent.headline:Sent to ${machine}:machine:`,
        detail: online
          ? $localize`:@@ui.decision.sent.online:Waiting for its answer.`
          : $localize`:@@ui.decision.sent.offline:${machine}:machine: went offline before it answered. HQ sends it again when ${machine}:again: is back.`,
      };
    case 'applied':
      return appliedWords(decision);
    case 'refused':
      return {
        ...inWord,
        headline: $localize`:@@ui.decision.refused.headline:${machine}:machine: refused it`,
        ...refusalWords(decision),
      };
    case 'superseded':
      return {
        ...inWord,
        headline: $localize`:@@ui.decision.superseded.headline:Superseded`,
        detail:
          lastCause(decision) || $localize`:@@ui.decision.superseded.detail:Another decision took its place.`,
      };
    case 'expired':
      return {
        ...inWord,
        headline: $localize`:@@ui.decision.expired.headline:Expired before it could be delivered`,
        detail: $localize`:@@ui.decision.expired.detail:${machine}:machine: was not reached in time and nothing was changed there. Decide again if the gate still waits.`,
      };
  }
}

/** `Approved by Ada Lovelace`. */
export function decidedBy({ kind, approver }: Decision): string {
  return kind === 'approve'
    ? $localize`:@@ui.decision.approved-by:Approved by ${approver.name}:person:`
    : $localize`:@@ui.decision.changes-by:Changes requested by ${approver.name}:person:`;
}

/** A decision that the file does not show yet. */
export function onItsWayWords(decision: Decision): string {
  if (decision.state === 'applied') return decidedBy(decision);
  const far =
    decision.state === 'sent'
      ? $localize`:@@ui.decision.not-confirmed:not confirmed yet`
      : $localize`:@@ui.decision.not-delivered:not delivered yet`;
  return `${decidedBy(decision)} · ${far}`;
}

/** Why a machine refused, as one line for a list. */
export function refusalInShort(decision: Decision): string | null {
  if (!decision.refusal) return null;
  const { code, error } = decision.refusal;
  return refusedWords({ code, detail: splitGitWords(error).words.split('\n')[0] ?? '' });
}

/** Parts what git printed from what was said about it: after `git said:`, else from the second line on. */
export function splitGitWords(error: string): { readonly words: string; readonly git?: string } {
  const [, words = error, git = ''] = /^(.*?)(?:\s*\bgit said:|\n)(.*)$/s.exec(error) ?? [];
  return { words: words.trim(), ...(git.trim() && { git: git.trim() }) };
}

/** The commit's short name, when the machine reported one. */
export function commitOf(decision: Decision): string | null {
  const outcome = decision.outcome;
  return outcome && 'commit' in outcome && outcome.commit ? outcome.commit.slice(0, 7) : null;
}

/** The machine has it and says how far it is. */
function progressWords(machine: string, progress: NonNullable<Decision['progress']>): StateWords {
  const { stage, detail = '', output } = progress;
  if (stage === 'written')
    return {
      tone: 'wait',
      state: $localize`:@@ui.decision.written:written`,
      headline: $localize`:@@ui.decision.written.headline:Written on ${machine}:machine:`,
      detail: $localize`:@@ui.decision.written.detail:The commit waits. ${detail}:why:`,
    };
  const words =
    detail || $localize`:@@ui.decision.checking.detail:Its checks run; their last words are below.`;
  return {
    tone: 'wait',
    state: $localize`:@@ui.decision.checking:checking`,
    headline: $localize`:@@ui.decision.checking.headline:${machine}:machine: is checking`,
    detail: words,
    git: output,
  };
}

/** How far the words to the builder came. */
function deliveryWords(decision: Decision): string {
  const delivery = decision.outcome && 'delivery' in decision.outcome ? decision.outcome.delivery : undefined;
  switch (delivery?.state) {
    case 'delivered':
      return $localize`:@@ui.decision.builder.told:The builder was told.`;
    case 'held':
      return heldWords(delivery.reason);
    case 'not_running':
      return $localize`:@@ui.decision.builder.not-running:The builder is not running, so it was not told.`;
    case 'failed':
      return delivery.reason
        ? $localize`:@@ui.decision.builder.failed-because:The builder could not be told: ${delivery.reason}:reason:`
        : $localize`:@@ui.decision.builder.failed:The builder could not be told.`;
    case undefined:
      return '';
  }
}

function heldWords(reason: string | undefined): string {
  const why = whyHeld(reason);
  if (why)
    return $localize`:@@ui.decision.builder.held-why:Tower holds the words to the builder. ${why}:why: (${reason}:reason:)`;
  return reason
    ? $localize`:@@ui.decision.builder.held-because:Tower holds the words to the builder (${reason}:reason:).`
    : $localize`:@@ui.decision.builder.held:Tower holds the words to the builder.`;
}

function appliedWords(decision: Decision): StateWords {
  const machine = decision.instance_name;
  const outcome = decision.outcome;
  const told = deliveryWords(decision);
  if (decision.kind === 'request_changes') {
    const { detail, git } = noteWords(outcome && 'note' in outcome ? outcome.note : undefined, '');
    const all = [told, detail].filter(Boolean).join(' ');
    return { tone: 'wait', state: '', headline: whatWasDecided(decision), detail: all, git };
  }
  const words = { tone: 'go', state: '' } as const;
  if (outcome?.outcome === 'observed')
    return {
      ...words,
      headline: $localize`:@@ui.decision.observed.headline:The gate shows as passed`,
      detail: $localize`:@@ui.decision.observed.detail:${machine}:machine: sent the file with the gate passed. It speaks the base protocol and reports no commit.`,
    };
  if (outcome?.outcome === 'already_applied' && !outcome.commit)
    return {
      ...words,
      headline: $localize`:@@ui.decision.already:Already applied`,
      ...noteWords(outcome.note, $localize`:@@ui.decision.already.detail:Nothing had to be changed.`),
    };
  const commit = commitOf(decision);
  const uncommitted = commit ? null : whyNotCommitted(outcome?.note);
  if (uncommitted) return { ...words, headline: uncommitted, detail: told };
  if (!commit)
    return {
      ...words,
      headline: $localize`:@@ui.decision.applied.headline:Applied on ${machine}:machine:`,
      ...noteWords(outcome?.note, $localize`:@@ui.decision.applied.detail:It reported no commit.`),
    };
  const pushed =
    outcome?.pushed === undefined
      ? ''
      : outcome.pushed
        ? $localize`:@@ui.decision.pushed:Pushed to its remote.`
        : $localize`:@@ui.decision.not-pushed:Not pushed to a remote.`;
  const said = noteWords(outcome?.note, pushed);
  const detail = [said.detail, told].filter(Boolean).join(' ');
  return {
    ...words,
    headline: $localize`:@@ui.decision.committed:Committed as ${commit}:commit:`,
    ...said,
    detail,
  };
}

function noteWords(said: string | undefined, otherwise: string): Pick<DecisionWords, 'detail' | 'git'> {
  if (said === undefined) return { detail: otherwise };
  const { words, git } = splitGitWords(said);
  return { detail: causeWords(words) ?? words, git };
}

function refusalWords(decision: Decision): Pick<DecisionWords, 'detail' | 'git'> {
  const { refusal } = decision;
  if (!refusal) return { detail: $localize`:@@ui.decision.no-reason:It gave no reason.` };
  const { words, git } = splitGitWords(refusal.error);
  const said = refusedWords({ code: refusal.code, detail: words });
  return { detail: [said, adviceFor(decision)].join(' ').trim(), git };
}

/** What a machine left behind only it can say: its own words do, and where it names what changed they advise. */
function adviceFor({ refusal }: Decision): string {
  switch (refusal?.code) {
    case 'STALE':
      if (refusal.changed) return '';
      return $localize`:@@ui.decision.advice.stale:Read what is there now and decide again.`;
    case 'PROOF_INVALID':
      return $localize`:@@ui.decision.advice.proof:Ask the person who runs HQ to check its keys on that machine.`;
    default:
      return '';
  }
}

function lastCause(decision: Decision): string {
  return decision.steps.at(-1)?.cause ?? '';
}
