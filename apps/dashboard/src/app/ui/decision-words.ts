import type { Decision } from '@codev-hq/protocol';

export interface DecisionWords {
  readonly tone: 'wait' | 'go' | 'stop' | 'plain';
  /** One or two words for a list. */
  readonly short: string;
  readonly headline: string;
  /** What is known beyond the headline, or what to do next. */
  readonly detail: string;
  /** What git printed on the machine, kept apart from our own words. */
  readonly git?: string | undefined;
}

/** The true state of a decision in words that claim no more than HQ knows. */
export function decisionWords(decision: Decision, online: boolean): DecisionWords {
  const machine = decision.instance_name;
  switch (decision.state) {
    case 'decided':
      return {
        tone: 'wait',
        short: 'Recorded',
        headline: 'Recorded at HQ',
        detail: online
          ? `Being sent to ${machine}.`
          : `${machine} is offline. It will be delivered when ${machine} is back.`,
      };
    case 'sent':
      if (decision.progress) return progressWords(machine, decision.progress);
      return {
        tone: 'wait',
        short: 'Sent',
        headline: `Sent to ${machine}`,
        detail: online
          ? 'Waiting for its answer.'
          : `${machine} went offline before it answered. HQ sends it again when ${machine} is back.`,
      };
    case 'applied':
      return appliedWords(decision);
    case 'refused':
      return {
        tone: 'stop',
        short: 'Refused',
        headline: `${machine} refused it`,
        ...refusalWords(decision),
      };
    case 'superseded':
      return {
        tone: 'plain',
        short: 'Superseded',
        headline: 'Superseded',
        detail: lastCause(decision) || 'Another decision took its place.',
      };
    case 'expired':
      return {
        tone: 'stop',
        short: 'Expired',
        headline: 'Expired before it could be delivered',
        detail: `${machine} was not reached in time and nothing was changed there. Decide again if the gate still waits.`,
      };
  }
}

/** `Approved by Ada Lovelace`. */
export function decidedBy({ kind, approver }: Decision): string {
  return `${kind === 'approve' ? 'Approved' : 'Sent back'} by ${approver.name}`;
}

/** A decision that the file does not show yet. */
export function onItsWayWords(decision: Decision): string {
  if (decision.state === 'applied') return decidedBy(decision);
  return `${decidedBy(decision)} · not ${decision.state === 'sent' ? 'confirmed' : 'delivered'} yet`;
}

/** Why a machine refused, as one line for a list. */
export function refusalInShort(decision: Decision): string | null {
  return decision.refusal ? (splitGitWords(decision.refusal.error).words.split('\n')[0] ?? null) : null;
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
function progressWords(machine: string, progress: NonNullable<Decision['progress']>): DecisionWords {
  const { stage, detail = '', output } = progress;
  if (stage === 'written')
    return {
      tone: 'wait',
      short: 'Written',
      headline: `Written on ${machine}`,
      detail: `The commit waits. ${detail}`,
    };
  const words = detail || 'Its checks run; their last words are below.';
  return { tone: 'wait', short: 'Checking', headline: `${machine} is checking`, detail: words, git: output };
}

/** How far the words to the builder came. */
function deliveryWords(decision: Decision): string {
  const delivery = decision.outcome && 'delivery' in decision.outcome ? decision.outcome.delivery : undefined;
  switch (delivery?.state) {
    case 'delivered':
      return 'The builder was told.';
    case 'held':
      return `Tower holds the words to the builder${delivery.reason ? ` (${delivery.reason})` : ''}.`;
    case 'not_running':
      return 'The builder is not running, so it was not told.';
    case 'failed':
      return `The builder could not be told${delivery.reason ? `: ${delivery.reason}` : '.'}`;
    case undefined:
      return '';
  }
}

function appliedWords(decision: Decision): DecisionWords {
  const machine = decision.instance_name;
  const outcome = decision.outcome;
  const told = deliveryWords(decision);
  if (decision.kind === 'request_changes') {
    const { detail, git } = noteWords(outcome && 'note' in outcome ? outcome.note : undefined, '');
    const all = [told, detail].filter(Boolean).join(' ');
    return { tone: 'wait', short: 'Changes requested', headline: 'Changes requested', detail: all, git };
  }
  const words = { tone: 'go', short: 'Applied' } as const;
  if (outcome?.outcome === 'observed')
    return {
      ...words,
      headline: 'The gate shows as passed',
      detail: `${machine} sent the file with the gate passed. It speaks the base protocol and reports no commit.`,
    };
  if (outcome?.outcome === 'already_applied' && !outcome.commit)
    return {
      ...words,
      headline: 'Already applied',
      ...noteWords(outcome.note, 'Nothing had to be changed.'),
    };
  const commit = commitOf(decision);
  if (!commit)
    return {
      ...words,
      headline: `Applied on ${machine}`,
      ...noteWords(outcome?.note, 'It reported no commit.'),
    };
  const pushed =
    outcome?.pushed === undefined ? '' : outcome.pushed ? 'Pushed to its remote.' : 'Not pushed to a remote.';
  const said = noteWords(outcome?.note, pushed);
  const detail = [said.detail, told].filter(Boolean).join(' ');
  return { ...words, headline: `Committed as ${commit}`, ...said, detail };
}

function noteWords(said: string | undefined, otherwise: string): Pick<DecisionWords, 'detail' | 'git'> {
  if (said === undefined) return { detail: otherwise };
  const { words, git } = splitGitWords(said);
  return { detail: words, git };
}

function refusalWords(decision: Decision): Pick<DecisionWords, 'detail' | 'git'> {
  const { words, git } = splitGitWords(decision.refusal?.error ?? 'It gave no reason.');
  const detail = [words, adviceFor(decision)].join(' ').trim();
  return { detail, git };
}

/** What a machine left behind only it can say: its own words do. */
function adviceFor(decision: Decision): string {
  switch (decision.refusal?.code) {
    case 'STALE':
      return 'Read what is there now and decide again.';
    case 'PROOF_INVALID':
      return 'Ask the person who runs HQ to check its keys on that machine.';
    default:
      return '';
  }
}

function lastCause(decision: Decision): string {
  return decision.steps.at(-1)?.cause ?? '';
}
