import {
  afterNextRender,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  Injector,
  input,
  linkedSignal,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import {
  MAX_COMMENT_CHARS,
  type ApproveRequest,
  type GateDetail,
  type WaitingGate,
} from '@codev-hq/protocol';
import { Approvals, type ApprovalResult } from '../hq-client/approvals';
import { LiveHq } from '../hq-client/live-hq';
import { Session } from '../hq-client/session';
import { decisionWords, splitGitWords } from '../ui/decision-words';
import { isTime } from '../ui/age-format';
import { gateWords } from '../ui/gate-words';
import { GitWords } from '../ui/git-words';
import { Icon, type IconName } from '../ui/icon';
import { Moment } from '../ui/moment';
import { approvalOf } from './approval-of';
import { commentDraft, keepCommentDraft } from './comment-draft';
import { DecisionProgress } from './decision-progress';
import type { Change, Standing } from './reading';

type Sending = { readonly kind: 'idle' } | { readonly kind: 'sending' } | ApprovalResult;

/** Where a person decides, and sees what became of it. Never says more than is known. */
@Component({
  selector: 'hq-decision-panel',
  imports: [DecisionProgress, GitWords, Icon, Moment, RouterLink],
  templateUrl: './decision-panel.html',
  styleUrl: './decision-panel.css',
})
export class DecisionPanel {
  private readonly approvals = inject(Approvals);
  private readonly session = inject(Session);
  private readonly live = inject(LiveHq);
  private readonly injector = inject(Injector);
  private readonly words = viewChild<ElementRef<HTMLElement>>('words');
  private readonly headingElement = viewChild.required<ElementRef<HTMLElement>>('headline');

  readonly read = input.required<GateDetail>();
  readonly standing = input.required<Standing>();
  readonly change = input.required<Change | null>();
  readonly online = input.required<boolean>();
  /** Another gate of the same file that waits. */
  readonly next = input<WaitingGate | null>(null);
  readonly lookAgain = output();
  /** HQ refused because what was read is not what is there. */
  readonly stale = output();

  private readonly gateId = computed(() => this.read().gate_id);
  protected readonly comment = linkedSignal({ source: this.gateId, computation: commentDraft });
  protected readonly commentOpen = linkedSignal({
    source: this.gateId,
    computation: (gateId) => commentDraft(gateId) !== '',
  });
  protected readonly sending = linkedSignal<string, Sending>({
    source: this.gateId,
    computation: () => ({ kind: 'idle' }),
  });
  /** On a phone, what became of it is one line until it is opened. */
  protected readonly opened = linkedSignal({ source: this.gateId, computation: () => false });
  /** HQ was asked and has not recorded a decision that no answer came to. */
  protected readonly missing = signal(false);
  /** Kept as sent, so that trying again repeats that decision and not another one. */
  private sent: { readonly request: ApproveRequest; readonly changes: boolean } | null = null;
  private newestBefore: string | undefined;

  protected readonly maxComment = MAX_COMMENT_CHARS;
  protected readonly isTime = isTime;
  protected readonly me = computed(() => this.session.person()?.name ?? 'you');
  protected readonly machine = computed(() => this.read().instance.instance_name);
  protected readonly busy = computed(() => this.sending().kind === 'sending');
  protected readonly unknown = computed(() => this.sending().kind === 'not-known');
  protected readonly refusal = computed(() => {
    const sending = this.sending();
    return 'error' in sending ? splitGitWords(sending.error) : null;
  });
  /** An earlier decision that came to nothing, so that the gate still waits. */
  protected readonly earlier = computed(() => {
    const standing = this.standing();
    return 'earlier' in standing && standing.earlier && standing.earlier.state !== 'applied'
      ? { decision: standing.earlier, words: decisionWords(standing.earlier, this.online()) }
      : null;
  });
  /** What became of it, at a glance. */
  protected readonly mark = computed((): { name: IconName; tone: string } | null => {
    const standing = this.standing();
    if (standing.kind !== 'decided') return null;
    const { tone } = decisionWords(standing.decision, this.online());
    return { name: tone === 'go' ? 'check' : 'send', tone };
  });
  /** Who was first, when somebody else was. */
  protected readonly first = computed(() => {
    const sending = this.sending();
    return sending.kind === 'conflict' ? sending.decision : undefined;
  });
  protected readonly mayRequestChanges = computed(
    () => this.read().instance.features?.includes('rejection') === true,
  );
  /** The gate waits for a new version: changes were requested of this one. */
  protected readonly requested = computed(() => this.read().waiting?.changes_requested);
  protected readonly nextLabel = computed(() => gateWords(this.next()?.gate ?? '').label);
  protected readonly heading = computed(() => {
    const standing = this.standing();
    switch (standing.kind) {
      case 'open':
        return this.change() ? 'Look again before you decide' : 'Your decision';
      case 'may-not':
        return 'Waits for an approver';
      case 'decided':
        return decisionWords(standing.decision, this.online()).headline;
      case 'passed':
        return 'The file says it is passed';
      case 'not-waiting':
        return 'Nothing to decide now';
    }
  });

  constructor() {
    effect(() => {
      if (this.unknown() && this.live.connection() === 'live') untracked(() => void this.lookItUp());
    });
    effect(() => {
      const standing = this.standing();
      if (standing.kind === 'decided' && standing.decision.approver.id === this.session.person()?.id)
        untracked(() => this.write(''));
    });
  }

  protected write(words: string): void {
    this.comment.set(words);
    keepCommentDraft(this.gateId(), words);
  }

  protected async approve(): Promise<void> {
    const request = approvalOf(this.read(), this.comment());
    if (request && !this.change()) await this.send(request, false);
  }

  /** Needs words: without them the comment is opened for them. */
  protected async requestChanges(): Promise<void> {
    const request = approvalOf(this.read(), this.comment());
    if (!request || this.change()) return;
    if (request.comment) await this.send(request, true);
    else if (!this.commentOpen()) this.toggleComment();
    else this.words()?.nativeElement.focus();
  }

  protected async tryAgain(): Promise<void> {
    if (this.sent) await this.send(this.sent.request, this.sent.changes);
  }

  protected toggleComment(): void {
    this.commentOpen.update((open) => !open);
    if (this.commentOpen())
      afterNextRender(() => this.words()?.nativeElement.focus(), { injector: this.injector });
  }

  protected look(): void {
    this.sending.set({ kind: 'idle' });
    this.lookAgain.emit();
    this.headingElement().nativeElement.focus({ preventScroll: true });
  }

  private async send(request: ApproveRequest, changes: boolean): Promise<void> {
    // A second tap arrives before the button is drawn inactive.
    if (this.busy()) return;
    const gateId = this.gateId();
    this.newestBefore = this.newestKnown();
    this.sent = { request, changes };
    this.missing.set(false);
    this.sending.set({ kind: 'sending' });
    const result = changes
      ? await this.approvals.requestChanges({ ...request, comment: request.comment ?? '' })
      : await this.approvals.approve(request);
    if (gateId !== this.gateId()) return;
    this.sending.set(result);
    if (result.kind === 'stale') this.stale.emit();
    // The button that had the focus may be gone.
    this.headingElement().nativeElement.focus({ preventScroll: true });
  }

  /** No answer came, but HQ can be asked again: it knows whether the decision arrived. */
  private async lookItUp(): Promise<void> {
    const gateId = this.gateId();
    const newest = await this.approvals.newestOn(gateId);
    if (newest === undefined || !this.unknown() || gateId !== this.gateId()) return;
    const mine = newest?.approver.id === this.session.person()?.id;
    if (newest && mine && newest.decision_id !== this.newestBefore)
      this.sending.set({ kind: 'decided', decision: newest });
    else this.missing.set(true);
  }

  private newestKnown(): string | undefined {
    const standing = this.standing();
    return 'earlier' in standing ? standing.earlier?.decision_id : undefined;
  }
}
