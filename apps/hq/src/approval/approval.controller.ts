import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import {
  approveRequest,
  rejectRequest,
  type ApproveRequest,
  type DecisionAnswer,
  type DecisionKind,
  type RejectRequest,
} from '@codev-hq/protocol';
import { Problem } from '../http/problem.js';
import { SchemaPipe } from '../http/schema.pipe.js';
import { Caller, Needs } from '../people/auth.guard.js';
import type { Principal } from '../people/principal.js';
import type { StoredDecision } from '../persistence/decision.repository.js';
import { Mirror } from '../state/mirror.js';
import { DecideService, type DecisionRequest } from './decide.service.js';
import { DecisionOutcomes } from './decision-outcomes.js';
import { decisionView, stateOf } from './decision-view.js';
import { ReadVersions } from './read-versions.js';

/** A person decides. Answers once the decision is durable; `wait` lets it answer with the outcome. */
@Controller('api')
@Needs('approve')
export class ApprovalController {
  constructor(
    private readonly decisions: DecideService,
    private readonly outcomes: DecisionOutcomes,
    private readonly mirror: Mirror,
    private readonly versions: ReadVersions,
  ) {}

  @Post('approve')
  @HttpCode(200)
  approve(
    @Body(new SchemaPipe(approveRequest)) { approved_by, ...body }: ApproveRequest,
    @Caller() caller: Principal,
  ): Promise<DecisionAnswer> {
    return this.decide('approve', { ...body, label: approved_by }, body.wait ?? 0, caller);
  }

  @Post('reject')
  @HttpCode(200)
  reject(
    @Body(new SchemaPipe(rejectRequest)) { rejected_by, ...body }: RejectRequest,
    @Caller() caller: Principal,
  ): Promise<DecisionAnswer> {
    return this.decide('request_changes', { ...body, label: rejected_by }, body.wait ?? 0, caller);
  }

  private async decide(
    kind: DecisionKind,
    request: DecisionRequest,
    wait: number,
    caller: Principal,
  ): Promise<DecisionAnswer> {
    const result = await this.decisions.decide(kind, request, caller);
    if (!result.ok) {
      const { refusal, candidates, decision, moved } = result;
      throw new Problem(refusal, {
        ...(candidates && { candidates }),
        ...(decision && { decision }),
        ...(moved && { changed: this.versions.changed(request.expected ?? {}, moved) }),
      });
    }
    const decision = await this.outcomes.within(wait, result.decision);
    const state = stateOf(decision);
    return {
      success: true,
      message: this.message(decision),
      decision_id: decision.row.id,
      state,
      decision: decisionView(decision),
    };
  }

  /** Says what is known and no more: recorded is not applied. */
  private message(decision: StoredDecision): string {
    const { row } = decision;
    const online = this.mirror.instance(row.instance_id)?.online === true;
    switch (stateOf(decision)) {
      case 'applied':
        return row.kind === 'approve' ? 'Approval applied' : 'Request for changes passed on';
      case 'refused':
        return 'The machine refused this decision; `decision.refusal` says why';
      case 'superseded':
      case 'expired':
        return `This decision is ${row.state}`;
      case 'decided':
      case 'sent':
        return online
          ? `${row.kind === 'approve' ? 'Approval' : 'Request for changes'} sent`
          : `Decision recorded; it will be delivered when ${row.instance_name} is back online`;
    }
  }
}
