import type { Decision } from '@codev-hq/protocol';

export interface DecisionWords {
  readonly tone: 'wait' | 'go' | 'stop' | 'plain';
  /** One or two words for a list. */
  readonly short: string;
  readonly headline: string;
  /** What is known beyond the headline, or what to do next. */
  readonly detail: string;
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
        detail: [decision.refusal?.error ?? 'It gave no reason.', adviceFor(decision)].join(' ').trim(),
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

/** The commit's short name, when the machine reported one. */
export function commitOf(decision: Decision): string | null {
  const outcome = decision.outcome;
  return outcome && 'commit' in outcome && outcome.commit ? outcome.commit.slice(0, 7) : null;
}

function appliedWords(decision: Decision): DecisionWords {
  const machine = decision.instance_name;
  const words = { tone: 'go', short: 'Applied' } as const;
  const outcome = decision.outcome;
  if (outcome?.outcome === 'observed')
    return {
      ...words,
      headline: 'The gate shows as passed',
      detail: `${machine} sent the file with the gate passed. It speaks the base protocol and reports no commit.`,
    };
  if (outcome?.outcome === 'already_applied')
    return {
      ...words,
      headline: 'Already applied',
      detail: note(outcome.note, 'Nothing had to be changed.'),
    };
  const commit = commitOf(decision);
  if (!commit)
    return {
      ...words,
      headline: `Applied on ${machine}`,
      detail: note(outcome?.note, 'It reported no commit.'),
    };
  const pushed =
    outcome?.pushed === undefined ? '' : outcome.pushed ? 'Pushed to its remote.' : 'Not pushed to a remote.';
  return { ...words, headline: `Committed as ${commit}`, detail: note(outcome?.note, pushed) };
}

function note(said: string | undefined, otherwise: string): string {
  return said ?? otherwise;
}

function adviceFor(decision: Decision): string {
  switch (decision.refusal?.code) {
    case 'STALE':
      return 'Read what is there now and decide again.';
    case 'PROOF_INVALID':
      return 'Ask the person who runs HQ to check its keys on that machine.';
    default:
      return 'Nothing was changed there.';
  }
}

function lastCause(decision: Decision): string {
  return decision.steps.at(-1)?.cause ?? '';
}
