import { Component, computed, input } from '@angular/core';
import type { Decision, DecisionState } from '@codev-hq/protocol';
import { commitOf, decisionWords } from '../ui/decision-words';
import { GitWords } from '../ui/git-words';
import { Icon, type IconName } from '../ui/icon';
import { Moment } from '../ui/moment';

interface Stop {
  readonly state: DecisionState;
  readonly label: string;
  readonly icon: IconName;
  readonly at: string | null;
}

const LABELS: Record<DecisionState, { label: string; icon: IconName }> = {
  decided: { label: 'Recorded at HQ', icon: 'check' },
  sent: { label: 'Sent to the machine', icon: 'send' },
  applied: { label: 'Applied', icon: 'commit' },
  refused: { label: 'Refused', icon: 'cross' },
  superseded: { label: 'Superseded', icon: 'cross' },
  expired: { label: 'Expired', icon: 'clock' },
};

/** A decision on its way: what has happened, with times, and what has not happened yet. */
@Component({
  selector: 'hq-decision-progress',
  imports: [GitWords, Icon, Moment],
  templateUrl: './decision-progress.html',
  styleUrl: './decision-progress.css',
})
export class DecisionProgress {
  readonly decision = input.required<Decision>();
  readonly online = input.required<boolean>();

  protected readonly words = computed(() => decisionWords(this.decision(), this.online()));
  protected readonly commit = computed(() => commitOf(this.decision()));
  protected readonly stops = computed(() => stopsOf(this.decision()));
}

/** Steps that happened, one for each state (a resend repeats `sent`), then the ones of the happy path still to come. */
export function stopsOf(decision: Decision): readonly Stop[] {
  const latest = new Map(decision.steps.map((step) => [step.state, step.at]));
  const final = decision.state === 'decided' || decision.state === 'sent' ? 'applied' : decision.state;
  const path: DecisionState[] = ['decided', 'sent', final];
  return path
    .filter((state) => latest.has(state) || state === final || final === 'applied')
    .map((state) => ({ state, ...LABELS[state], at: latest.get(state) ?? null }));
}
