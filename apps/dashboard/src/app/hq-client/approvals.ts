import { inject, Service } from '@angular/core';
import type { ApproveRequest, ChangedSinceRead, Decision, RejectRequest } from '@codev-hq/protocol';
import { decisionAnswer, gateDetail } from '@codev-hq/protocol/rest';
import { askHq, type HqTrouble } from './hq-http';
import { LiveHq } from './live-hq';
import { Session } from './session';
import { refusedWords } from './refused-words';

/** What is known after asking HQ to record an approval. */
export type ApprovalResult =
  | { readonly kind: 'decided'; readonly decision: Decision }
  /** Somebody decided first. */
  | { readonly kind: 'conflict'; readonly error: string; readonly decision?: Decision | undefined }
  /** What was read is not what is there. */
  | {
      readonly kind: 'stale';
      readonly error: string;
      readonly changed?: readonly ChangedSinceRead[] | undefined;
    }
  | { readonly kind: 'refused'; readonly error: string }
  /** No answer, or none that says anything: it may be recorded. Sending the same again is safe. */
  | { readonly kind: 'not-known' }
  | { readonly kind: 'signed-out' };

@Service()
export class Approvals {
  private readonly live = inject(LiveHq);
  private readonly session = inject(Session);

  approve(request: ApproveRequest): Promise<ApprovalResult> {
    return this.decide('/api/approve', request);
  }

  /** "Request changes": the gate stays closed, and the words go to the builder. */
  requestChanges(request: RejectRequest): Promise<ApprovalResult> {
    return this.decide('/api/reject', request);
  }

  private async decide(path: string, request: ApproveRequest | RejectRequest): Promise<ApprovalResult> {
    const answer = await askHq(path, decisionAnswer, { method: 'POST', body: request });
    if (!answer.ok) return this.resultOf(answer.trouble);
    this.live.learn(answer.value.decision);
    return { kind: 'decided', decision: answer.value.decision };
  }

  /** Whether HQ has it, after no answer came: the newest decision on that gate. `undefined`: HQ cannot be asked. */
  async newestOn(gateId: string): Promise<Decision | null | undefined> {
    const answer = await askHq(`/api/gates/${encodeURIComponent(gateId)}`, gateDetail);
    if (!answer.ok) return undefined;
    const newest = answer.value.decisions[0] ?? null;
    if (newest) this.live.learn(newest);
    return newest;
  }

  private async resultOf(trouble: HqTrouble): Promise<ApprovalResult> {
    if (trouble.kind === 'signed-out') return this.mayOnlyRead(trouble.detail);
    // An error in the middle says nothing about whether the record was written before it.
    if (trouble.kind !== 'refused' || trouble.problem.code === 'INTERNAL') return { kind: 'not-known' };
    const { code, decision, changed } = trouble.problem;
    const error = refusedWords(trouble.problem);
    if (code === 'STALE' || code === 'GATE_NOT_PENDING') return { kind: 'stale', error, changed };
    if (code !== 'ALREADY_DECIDED') return { kind: 'refused', error };
    if (decision) this.live.learn(decision);
    return { kind: 'conflict', error, decision };
  }

  /** A browser whose session still reads did not sign in on this page: no reason to send the person away. */
  private async mayOnlyRead(detail: string | undefined): Promise<ApprovalResult> {
    if ((await this.session.refresh()) === 'signed-out') return { kind: 'signed-out' };
    const error =
      detail === undefined
        ? $localize`:@@hq-client.sign-in-to-decide:Sign in with a new link to decide.`
        : refusedWords({ code: 'AUTH_FAILED', detail });
    return { kind: 'refused', error };
  }
}
