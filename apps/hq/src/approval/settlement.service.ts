import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import {
  decisionOutcome,
  describeIssues,
  refusalDetails,
  type ConnectorPayload,
  type Expectation,
  type ResponseEnvelope,
} from '@codev-hq/protocol';
import { Subscription } from 'rxjs';
import type { StoredDecision } from '../persistence/decision.repository.js';
import { MirrorFacts, type MirrorFact } from '../state/mirror-facts.js';
import { Mirror } from '../state/mirror.js';
import { PeopleFacts } from '../people/people-facts.js';
import { isAddressee, withdrawn, withoutMachine } from './decision-addressee.js';
import { DecisionLedger, type Move } from './decision-ledger.js';

type FileFact = MirrorFact & { kind: 'status-file-changed' | 'status-file-deleted' };

/** Milliseconds between two looks for decisions that nobody took in time. */
const EXPIRY_EVERY = 30_000;

/** Steps that a machine may add to one decision by saying how far it is. */
const MAX_STEPS = 50;

/** Follows a decision from "decided" to its end: sent, answered, shown by the mirror, or out of time. */
@Injectable()
export class SettlementService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Decisions');
  private readonly subscription = new Subscription();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly ledger: DecisionLedger,
    private readonly mirror: Mirror,
    private readonly facts: MirrorFacts,
    private readonly people: PeopleFacts,
  ) {}

  onApplicationBootstrap(): void {
    this.subscription.add(
      this.facts.happened.subscribe((fact) => {
        if (fact.kind === 'status-file-changed' || fact.kind === 'status-file-deleted') this.observe(fact);
        if (fact.kind === 'instance-removed') this.settleWithout(fact.instance.instanceId, 'forgotten');
        if (fact.kind === 'instance-changed' && fact.instance.owner === '')
          this.settleWithout(fact.instance.instanceId, 'released');
      }),
    );
    this.subscription.add(this.people.removed.subscribe(({ id, name }) => this.withdraw(id, name)));
    this.timer = setInterval(() => void this.expire(Date.now()).catch(this.report), EXPIRY_EVERY);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.subscription.unsubscribe();
  }

  /**
   * Hands every open decision of an instance to `send`, oldest first; `send` says whether the socket took it. What was decided
   * for the machine that had this id under another key ends instead.
   */
  async deliver(instanceId: string, send: (decision: StoredDecision) => boolean): Promise<void> {
    for (const { row } of this.ledger.openFor(instanceId)) {
      await this.ledger.move(row.id, (now) => {
        const instance = this.mirror.instance(instanceId);
        if (instance && !isAddressee(instance, now.row)) return withoutMachine(now.row, 'released');
        const went = now.row.open === 1 && send(now);
        // Sending it again is no step: the machine may have it already.
        return went && now.row.state === 'decided'
          ? { to: 'sent', cause: 'sent to the connector', change: { machine_key: instance?.owner || null } }
          : undefined;
      });
    }
  }

  /** The connector's answer to a decision: its id is the decision's. */
  async answered(instanceId: string, response: ResponseEnvelope): Promise<void> {
    if (!this.isTheirs(instanceId, response.id)) return;
    if (!response.success) {
      const error = (response.error || 'The connector refused without a reason. Its log may say more.').slice(
        0,
        4000,
      );
      const details = refusalDetails.safeParse(response.payload ?? {}).data;
      const refusal = JSON.stringify({
        code: response.code ?? 'INTERNAL',
        error,
        ...(details?.changed && { changed: details.changed }),
      });
      await this.ledger.move(response.id, () => ({
        to: response.code === 'EXPIRED' ? 'expired' : 'refused',
        cause: error.slice(0, 1000),
        change: { refusal },
        by: 'instance',
      }));
      return;
    }
    const outcome = decisionOutcome.safeParse(response.payload);
    if (outcome.success) {
      const cause = outcome.data.commit ? `commit ${outcome.data.commit.slice(0, 12)}` : 'written';
      await this.ledger.move(response.id, ({ row }) => {
        // A request for changes leaves the gate pending: there is no passing to be seen.
        const seen = row.kind === 'request_changes' ? { seen_passed: 1 } : {};
        return { to: 'applied', cause, change: { outcome: JSON.stringify(outcome.data), ...seen } };
      });
      return;
    }
    // A base client may acknowledge the frame without an outcome; then only the file tells.
    if (this.mirror.instance(instanceId)?.features.has('decision_response')) {
      this.logger.warn(describeIssues(`The answer to decision ${response.id}`, outcome.error));
    }
  }

  /** How far a machine is with a decision of its own. False when it has none that is on its way. */
  async progressed(instanceId: string, payload: ConnectorPayload<'decision_progress'>): Promise<boolean> {
    const { decision_id, stage, detail, output } = payload;
    if (!this.isTheirs(instanceId, decision_id)) return false;
    if (stage === 'checking') {
      await this.ledger.watchChecks(decision_id, output ?? '');
      return true;
    }
    const cause = `written, the commit waits${detail ? `: ${detail}` : ''}`.slice(0, 1000);
    await this.ledger.move(decision_id, ({ row, steps }) => {
      if (row.state !== 'sent' || steps.at(-1)?.cause === cause || steps.length >= MAX_STEPS)
        return undefined;
      const progress = JSON.stringify({ stage, at: new Date().toISOString(), ...(detail && { detail }) });
      return { to: 'sent', cause, change: { progress }, by: 'instance' };
    });
    return true;
  }

  /**
   * Ends what no machine took in time. One that was sent is left to its machine, which may have begun: it answers, and
   * when it has not begun by then it says so. Only a base client, which never answers, is not waited for.
   */
  async expire(now: number): Promise<void> {
    for (const { row } of this.ledger.all()) {
      if (row.open === 0 || row.expires_at > now) continue;
      const answers = this.mirror.instance(row.instance_id)?.features.has('decision_response') === true;
      if (row.state === 'sent' && answers) continue;
      await this.ledger.move(row.id, () => ({ to: 'expired', cause: 'the machine did not take it in time' }));
    }
  }

  private isTheirs(instanceId: string, decisionId: string): boolean {
    const decision = this.ledger.find(decisionId);
    return decision !== undefined && isAddressee(this.mirror.instance(instanceId), decision.row);
  }

  /** A machine is none any more: its id may be another's soon, which must not get what was decided here. */
  private settleWithout(instanceId: string, what: 'forgotten' | 'released'): void {
    for (const { row } of this.ledger.openFor(instanceId))
      this.ledger.move(row.id, (now) => withoutMachine(now.row, what)).catch(this.report);
  }

  /** What a machine has may be applied already; what none has is not sent in a removed person's name. */
  private withdraw(personId: string, name: string): void {
    for (const { row } of this.ledger.all())
      if (row.approver_id === personId)
        this.ledger.move(row.id, (now) => withdrawn(now.row, name)).catch(this.report);
  }

  private observe(fact: FileFact): void {
    const { row, key } = fact.file;
    // Another artifact or copy is no news of its gates.
    if (fact.kind === 'status-file-changed' && fact.previous?.row.digest === row.digest) return;
    for (const decision of this.ledger.about(key)) {
      // What is applied is seen at once, in the same turn: whoever is told of the new version may ask again.
      const seen =
        decision.row.state === 'applied'
          ? this.ledger.seenPassed(decision)
          : this.ledger.move(decision.row.id, (now) => this.compare(now, fact));
      seen.catch(this.report);
    }
  }

  /** What a new version of the file says about a decision that concerns it. */
  private async compare(decision: StoredDecision, fact: FileFact): Promise<Move | undefined> {
    const { row } = decision;
    const gate =
      fact.kind === 'status-file-deleted'
        ? undefined
        : fact.file.model.gates.find(({ name }) => name === row.gate);
    if (row.state === 'applied') {
      await this.ledger.seenPassed(decision);
      return undefined;
    }
    if (row.state === 'sent' && gate?.passed && !fact.instance.features.has('decision_response')) {
      const outcome = JSON.stringify({ outcome: 'observed', digest: fact.file.row.digest });
      return {
        to: 'applied',
        cause: 'the status file shows the gate passed',
        change: { outcome, seen_passed: 1 },
      };
    }
    const { gate_digest } = JSON.parse(row.expected) as Expectation;
    if (row.state === 'decided' && !this.mirror.instance(row.instance_id))
      return withoutMachine(row, 'forgotten');
    if (row.state === 'decided' && gate?.digest !== gate_digest) {
      return { to: 'superseded', cause: 'the gate changed on the machine before this was delivered' };
    }
    return undefined;
  }

  private readonly report = (error: unknown): void => {
    this.logger.error(error, 'A decision could not be moved on.');
  };
}
