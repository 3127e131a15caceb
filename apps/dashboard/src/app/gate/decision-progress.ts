import { Component, computed, input } from '@angular/core';
import type { Decision, DecisionState } from '@codev-hq/protocol';
import { commitOf, decisionWords } from '../ui/decision-words';
import { GitWords } from '../ui/git-words';
import { Icon, type IconName } from '../ui/icon';
import { Moment } from '../ui/moment';
import { CommentText } from './comment-text';
import { ChecksOutput } from './checks-output';

interface Stop {
  readonly state: DecisionState;
  readonly label: string;
  readonly icon: IconName;
  readonly at: string | null;
}

const ICONS: Record<DecisionState, IconName> = {
  decided: 'check',
  sent: 'send',
  applied: 'commit',
  refused: 'cross',
  superseded: 'cross',
  expired: 'clock',
};

function labelOf(state: DecisionState): string {
  switch (state) {
    case 'decided':
      return $localize`:@@gate.progress.decided:Recorded at HQ`;
    case 'sent':
      return $localize`:@@gate.progress.sent:Sent to the machine`;
    case 'applied':
      return $localize`:@@gate.progress.applied:Applied`;
    case 'refused':
      return $localize`:@@gate.progress.refused:Refused`;
    case 'superseded':
      return $localize`:@@gate.progress.superseded:Superseded`;
    case 'expired':
      return $localize`:@@gate.progress.expired:Expired`;
  }
}

/** A decision on its way: what has happened, with times, and what has not happened yet. */
@Component({
  selector: 'hq-decision-progress',
  imports: [ChecksOutput, CommentText, GitWords, Icon, Moment],
  templateUrl: './decision-progress.html',
  styleUrl: './decision-progress.css',
})
export class DecisionProgress {
  readonly decision = input.required<Decision>();
  readonly online = input.required<boolean>();

  protected readonly words = computed(() => decisionWords(this.decision(), this.online()));
  /** What its checks print while they run. */
  protected readonly checks = computed(() => this.decision().progress?.output);
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
    .map((state) => ({ state, label: labelOf(state), icon: ICONS[state], at: latest.get(state) ?? null }));
}
