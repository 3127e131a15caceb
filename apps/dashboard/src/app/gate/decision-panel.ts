import {
  afterNextRender,
  Component,
  computed,
  ElementRef,
  inject,
  Injector,
  input,
  linkedSignal,
  output,
  viewChild,
} from '@angular/core';
import { MAX_COMMENT_CHARS, type ApproveRequest, type GateDetail } from '@codev-hq/protocol';
import { Approvals, type ApprovalResult } from '../hq-client/approvals';
import { Session } from '../hq-client/session';
import { decisionWords } from '../ui/decision-words';
import { Icon } from '../ui/icon';
import { Moment } from '../ui/moment';
import { approvalOf } from './approval-of';
import { DecisionProgress } from './decision-progress';
import { isTime } from './gate-overview';
import type { Change, Standing } from './reading';

type Sending = { readonly kind: 'idle' } | { readonly kind: 'sending' } | ApprovalResult;

/** Where a person decides, and sees what became of it. Never says more than is known. */
@Component({
  selector: 'hq-decision-panel',
  imports: [DecisionProgress, Icon, Moment],
  templateUrl: './decision-panel.html',
  styleUrl: './decision-panel.css',
})
export class DecisionPanel {
  private readonly approvals = inject(Approvals);
  private readonly session = inject(Session);
  private readonly injector = inject(Injector);
  private readonly words = viewChild<ElementRef<HTMLElement>>('words');
  private readonly headingElement = viewChild.required<ElementRef<HTMLElement>>('headline');

  readonly read = input.required<GateDetail>();
  readonly standing = input.required<Standing>();
  readonly change = input.required<Change | null>();
  readonly online = input.required<boolean>();
  readonly lookAgain = output();
  /** HQ refused because what was read is not what is there. */
  readonly stale = output();

  private readonly gateId = computed(() => this.read().gate_id);
  protected readonly comment = linkedSignal({ source: this.gateId, computation: () => '' });
  protected readonly commentOpen = linkedSignal({ source: this.gateId, computation: () => false });
  protected readonly sending = linkedSignal<string, Sending>({
    source: this.gateId,
    computation: () => ({ kind: 'idle' }),
  });
  /** Kept as sent, so that trying again repeats that decision and not another one. */
  private sent: ApproveRequest | null = null;

  protected readonly maxComment = MAX_COMMENT_CHARS;
  protected readonly isTime = isTime;
  protected readonly me = computed(() => this.session.person()?.name ?? 'you');
  protected readonly machine = computed(() => this.read().instance.instance_name);
  protected readonly busy = computed(() => this.sending().kind === 'sending');
  protected readonly unknown = computed(() => this.sending().kind === 'not-known');
  protected readonly refusal = computed(() => {
    const sending = this.sending();
    return 'error' in sending ? sending.error : null;
  });
  /** An earlier decision that came to nothing, so that the gate still waits. */
  protected readonly earlier = computed(() => {
    const standing = this.standing();
    return 'earlier' in standing && standing.earlier && standing.earlier.state !== 'applied'
      ? { decision: standing.earlier, words: decisionWords(standing.earlier, this.online()) }
      : null;
  });
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
        return 'This gate is passed';
      case 'not-waiting':
        return 'Nothing to decide now';
    }
  });

  protected async approve(): Promise<void> {
    const request = approvalOf(this.read(), this.comment());
    if (request && !this.change()) await this.send(request);
  }

  protected async tryAgain(): Promise<void> {
    if (this.sent) await this.send(this.sent);
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

  private async send(request: ApproveRequest): Promise<void> {
    // A second tap arrives before the button is drawn inactive.
    if (this.busy()) return;
    this.sent = request;
    this.sending.set({ kind: 'sending' });
    const result = await this.approvals.approve(request);
    this.sending.set(result);
    if (result.kind === 'stale') this.stale.emit();
    // The button that had the focus may be gone.
    this.headingElement().nativeElement.focus({ preventScroll: true });
  }
}
