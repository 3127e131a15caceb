import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { filter, type Subscription } from 'rxjs';
import { DecisionFacts } from '../approval/decision-facts.js';
import { approvalPayload, rejectionPayload } from '../approval/decision-payload.js';
import { SettlementService } from '../approval/settlement.service.js';
import type { StoredDecision } from '../persistence/decision.repository.js';
import { Connections } from './connections.js';

/** Carries decisions to the sockets of their instances: at once, and again after every reconnect until answered. */
@Injectable()
export class DecisionCourier implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Gateway');
  private subscription: Subscription | undefined;

  constructor(
    private readonly facts: DecisionFacts,
    private readonly settlement: SettlementService,
    private readonly connections: Connections,
  ) {}

  onModuleInit(): void {
    const recorded = this.facts.moved.pipe(filter((fact) => fact.first));
    this.subscription = recorded.subscribe(({ decision }) => this.deliver(decision.row.instance_id));
  }

  onModuleDestroy(): void {
    this.subscription?.unsubscribe();
  }

  deliver(instanceId: string): void {
    this.settlement
      .deliver(instanceId, (decision) => this.send(decision))
      .catch((error: unknown) => this.logger.error(error, `Decisions for ${instanceId} could not be sent.`));
  }

  /** The frame's id is the decision's, so that an answer finds it on any connection and after any restart. */
  private send(decision: StoredDecision): boolean {
    const connection = this.connections.forInstance(decision.row.instance_id);
    if (!connection) return false;
    const frame =
      decision.row.kind === 'approve'
        ? { type: 'approval', payload: approvalPayload(decision) }
        : { type: 'rejection', payload: rejectionPayload(decision) };
    return connection.send({ ...frame, id: decision.row.id, ts: Date.now() });
  }
}
