import { computed, effect, inject, Injectable, signal, untracked } from '@angular/core';
import type { ApproveRequest, Decision } from '@codev-hq/protocol';
import { Approvals, type ApprovalResult } from '../hq-client/approvals';
import { LiveHq } from '../hq-client/live-hq';
import { Session } from '../hq-client/session';

type Sending = { readonly kind: 'idle' } | { readonly kind: 'sending' } | ApprovalResult;

/** One person's decision about one gate on its way to HQ, and what is known of it. */
@Injectable()
export class DecisionSender {
  private readonly approvals = inject(Approvals);
  private readonly session = inject(Session);
  private readonly live = inject(LiveHq);
  private readonly state = signal<Sending>({ kind: 'idle' });
  private readonly notThere = signal(false);
  private gateId = '';
  /** Kept as sent, so that trying again repeats that decision and not another one. */
  private sent: { readonly request: ApproveRequest; readonly changes: boolean } | null = null;
  private newestBefore: string | undefined;

  readonly sending = this.state.asReadonly();
  readonly busy = computed(() => this.state().kind === 'sending');
  readonly unknown = computed(() => this.state().kind === 'not-known');
  readonly away = this.live.away;
  /** HQ was asked and has not recorded a decision that no answer came to. */
  readonly missing = this.notThere.asReadonly();

  constructor() {
    effect(() => {
      if (this.unknown() && this.live.connection() === 'live') untracked(() => void this.lookItUp());
    });
  }

  /** Another gate's page knows nothing of this one's. */
  serve(gateId: string): void {
    if (gateId === this.gateId) return;
    this.gateId = gateId;
    this.state.set({ kind: 'idle' });
  }

  forget(): void {
    this.state.set({ kind: 'idle' });
  }

  /**
   * Nothing is queued in the browser: what could not leave at once might be sent much later, about something else.
   * `null` when it was not sent, or somebody has turned to another gate meanwhile.
   */
  async send(
    request: ApproveRequest,
    changes: boolean,
    newestKnown: string | undefined,
  ): Promise<ApprovalResult | null> {
    // A second tap arrives before the button is drawn inactive.
    if (this.busy() || this.away()) return null;
    const gateId = this.gateId;
    this.newestBefore = newestKnown;
    this.sent = { request, changes };
    this.notThere.set(false);
    this.state.set({ kind: 'sending' });
    const result = changes
      ? await this.approvals.requestChanges({ ...request, comment: request.comment ?? '' })
      : await this.approvals.approve(request);
    if (gateId !== this.gateId) return null;
    this.state.set(result);
    return result;
  }

  async again(newestKnown: string | undefined): Promise<ApprovalResult | null> {
    return this.sent && this.send(this.sent.request, this.sent.changes, newestKnown);
  }

  /** No answer came, but HQ can be asked again: it knows whether the decision arrived. */
  private async lookItUp(): Promise<void> {
    const gateId = this.gateId;
    const newest = await this.approvals.newestOn(gateId);
    if (newest === undefined || !this.unknown() || gateId !== this.gateId) return;
    if (newest && this.isMine(newest) && newest.decision_id !== this.newestBefore)
      this.state.set({ kind: 'decided', decision: newest });
    else this.notThere.set(true);
  }

  private isMine(decision: Decision): boolean {
    return decision.approver.id === this.session.person()?.id;
  }
}
