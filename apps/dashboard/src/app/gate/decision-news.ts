import { Component, computed, inject, input, output } from '@angular/core';
import type { ChangesRequested } from '@codev-hq/protocol';
import { Session } from '../hq-client/session';
import { shortTime } from '../ui/age-format';
import { decisionWords, splitGitWords } from '../ui/decision-words';
import { GitWords } from '../ui/git-words';
import { Moment } from '../ui/moment';
import { DecisionSender } from './decision-sender';
import { withLocalTimes } from './panel-words';
import type { Change, Standing } from './reading';

/** What a person should know before they decide, or instead of deciding. */
@Component({
  selector: 'hq-decision-news',
  imports: [GitWords, Moment],
  templateUrl: './decision-news.html',
  styleUrl: './decision-news.css',
})
export class DecisionNews {
  private readonly sender = inject(DecisionSender);
  private readonly session = inject(Session);

  readonly standing = input.required<Standing>();
  readonly change = input.required<Change | null>();
  /** That change is what was asked for. */
  readonly answered = input.required<boolean>();
  readonly online = input.required<boolean>();
  /** The gate waits for a new version: changes were requested of this one. */
  readonly requested = input.required<ChangesRequested | undefined>();

  readonly seeEarlier = output();

  protected readonly sending = this.sender.sending;
  protected readonly missing = this.sender.missing;
  /** What moved, while that keeps anybody from deciding. It says more than HQ's refusal, and is then said alone. */
  protected readonly changed = computed(() => (this.standing().kind === 'open' ? this.change() : null));
  protected readonly refusal = computed(() => {
    const sending = this.sending();
    return 'error' in sending ? splitGitWords(withLocalTimes(sending.error, shortTime)) : null;
  });
  /** An earlier decision that came to nothing, so that the gate still waits. */
  protected readonly earlier = computed(() => {
    const standing = this.standing();
    return 'earlier' in standing && standing.earlier && standing.earlier.state !== 'applied'
      ? { decision: standing.earlier, words: decisionWords(standing.earlier, this.online()) }
      : null;
  });
  /** Who was first, when somebody else was. */
  protected readonly first = computed(() => {
    const sending = this.sending();
    return sending.kind === 'conflict' ? sending.decision : undefined;
  });
  /** The person's own decision from elsewhere, of another kind or with other words. */
  protected readonly isOwnFirst = computed(() => {
    const first = this.first();
    return first !== undefined && first.approver.id === this.session.person()?.id;
  });
}
