import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { Subject, Subscription } from 'rxjs';
import type { LiveEvent } from '@codev-hq/protocol';
import { DecisionFacts, type DecisionMoved } from '../approval/decision-facts.js';
import { DecisionLedger } from '../approval/decision-ledger.js';
import { decisionView } from '../approval/decision-view.js';
import { GateList } from '../approval/gate-list.js';
import type { FileRecord } from '../state/file-record.js';
import { waitingGates } from '../state/gates.js';
import { MirrorFacts, type MirrorFact } from '../state/mirror-facts.js';
import { builderView, fileView, instanceView, type InstanceRecord } from '../state/mirror-records.js';
import { Mirror } from '../state/mirror.js';
import { snapshot } from '../state/snapshot.js';
import { EventBatch, type Detail, type Numbered } from './event-batch.js';

/** Events kept for browsers that were away for a moment; who was away longer gets a new snapshot. */
const KEPT = 2000;
/** … and the characters of status files in them. */
const KEPT_CHARACTERS = 16 * 1024 * 1024;

/** Milliseconds that a browser may be away and resume. With nobody to tell, nothing is made into events. */
const AWAY = 60_000;
/** Milliseconds that whoever comes is given the same snapshot: browsers that come back together share its bytes. */
const SHARED_FOR = 1000;
/** Milliseconds between two batches; the first event after a pause leaves at once. */
const BATCH_EVERY = 16;

/** HOP 6: facts from the rooms below, as numbered events for browsers. The epoch changes with every start. */
@Injectable()
export class LiveFeed implements OnModuleInit, OnModuleDestroy {
  readonly epoch = randomBytes(6).toString('hex');
  private readonly published = new Subject<EventBatch>();
  private readonly kept: Numbered[] = [];
  private readonly subscription = new Subscription();
  private readonly shared = new Map<Detail, { readonly seq: number; readonly batch: EventBatch }>();
  private pending: Numbered[] = [];
  private timer: NodeJS.Timeout | undefined;
  private lastBatch = -Infinity;
  private lastLeft = -Infinity;
  private seq = 0;
  private keptCharacters = 0;

  constructor(
    private readonly mirror: Mirror,
    private readonly mirrorFacts: MirrorFacts,
    private readonly decisionFacts: DecisionFacts,
    private readonly ledger: DecisionLedger,
    private readonly gates: GateList,
  ) {}

  onModuleInit(): void {
    this.subscription.add(this.mirrorFacts.happened.subscribe((fact) => this.onMirror(fact)));
    this.subscription.add(this.decisionFacts.moved.subscribe((fact) => this.onDecision(fact)));
    this.subscription.add(this.decisionFacts.standing.subscribe((gateId) => this.onStanding(gateId)));
  }

  onModuleDestroy(): void {
    this.subscription.unsubscribe();
    clearTimeout(this.timer);
    this.published.complete();
  }

  /** What a stream begins with: a snapshot, perhaps one that others were just given, and what came after it. */
  opening(detail: Detail): EventBatch[] {
    const shared = this.shared.get(detail);
    const missed = shared && this.since(`${this.epoch}:${shared.seq}`);
    if (shared && missed) return missed.isEmpty ? [shared.batch] : [shared.batch, missed];
    const batch = this.snapshot(detail);
    this.shared.set(detail, { seq: this.seq, batch });
    setTimeout(() => {
      if (this.shared.get(detail)?.batch === batch) this.shared.delete(detail);
    }, SHARED_FOR).unref();
    return [batch];
  }

  /** The whole state as an event; it carries the number of the newest event it includes. */
  private snapshot(detail: Detail): EventBatch {
    const data = {
      ...snapshot(this.mirror.instances(), detail),
      gates: this.gates.all(),
      decisions: this.ledger.recent().map(decisionView),
    };
    return new EventBatch(this.epoch, [{ seq: this.seq, event: { name: 'snapshot', data } }]);
  }

  /** What came after an event's id; undefined when that is not known any more. */
  since(id: string | undefined): EventBatch | undefined {
    const match = /^([0-9a-f]{12}):(\d{1,15})$/.exec(id ?? '');
    const seq = Number(match?.[2]);
    if (match?.[1] !== this.epoch || seq > this.seq) return undefined;
    const oldest = this.kept[0]?.seq ?? this.seq + 1;
    if (seq + 1 < oldest) return undefined;
    const missed = this.kept.filter((numbered) => numbered.seq > seq);
    return new EventBatch(this.epoch, missed);
  }

  /** Everything from now on, in order. */
  follow(listener: (batch: EventBatch) => void): Subscription {
    // What waits is in the snapshot, or among what was missed, that this browser has just been given.
    this.sendPending();
    const following = this.published.subscribe(listener);
    following.add(() => (this.lastLeft = performance.now()));
    return following;
  }

  private onMirror(fact: MirrorFact): void {
    if (this.isAlone()) return;
    const { instance } = fact;
    const instance_id = instance.instanceId;
    switch (fact.kind) {
      case 'instance-changed':
        this.publish({ name: 'instance', data: instanceView(instance) });
        for (const file of instance.files.values()) this.publishGates(instance, file, undefined);
        return;
      case 'instance-removed':
        this.publish({ name: 'instance', data: { ...instanceView(instance), removed: true } });
        return;
      case 'status-file-changed':
        this.publish({ name: 'status_file', data: { ...fileView(fact.file, 'full'), instance_id } });
        this.publishGates(instance, fact.file, fact.previous);
        return;
      case 'status-file-deleted': {
        const { project_path, path, worktree } = fact.file.row;
        const data = {
          instance_id,
          project_path,
          path,
          ...(worktree && { worktree }),
          deleted: true as const,
        };
        this.publish({ name: 'status_file', data });
        for (const gate of waitingGates(instance, fact.file)) this.publishGone(gate.gate_id);
        return;
      }
      case 'builder-changed':
        this.publish({ name: 'builder', data: { ...builderView(fact.builder), instance_id } });
        return;
      case 'builder-removed':
        this.publish({ name: 'builder', data: { ...builderView(fact.builder), instance_id, removed: true } });
    }
  }

  private onDecision({ decision }: DecisionMoved): void {
    if (this.isAlone()) return;
    this.publish({ name: 'decision', data: decisionView(decision) });
    this.publishGate(decision.row.gate_id);
  }

  private publishGate(gate_id: string): void {
    const gate = this.gates.byId(gate_id);
    this.publish({ name: 'gate', data: { gate_id, ...(gate && { gate }) } });
  }

  private onStanding(gateId: string): void {
    if (!this.isAlone()) this.publishGate(gateId);
  }

  private publishGates(instance: InstanceRecord, file: FileRecord, previous: FileRecord | undefined): void {
    const now = this.gates.inFile(instance, file);
    const still = new Set(now.map((gate) => gate.gate_id));
    for (const gate of previous ? waitingGates(instance, previous) : []) {
      if (!still.has(gate.gate_id)) this.publishGone(gate.gate_id);
    }
    for (const gate of now) this.publish({ name: 'gate', data: { gate_id: gate.gate_id, gate } });
  }

  private publishGone(gate_id: string): void {
    this.publish({ name: 'gate', data: { gate_id } });
  }

  /** Nobody follows and nobody can resume: the next browser starts with a snapshot. */
  private isAlone(): boolean {
    if (this.published.observed || performance.now() - this.lastLeft < AWAY) return false;
    this.seq += 1;
    this.kept.length = 0;
    this.keptCharacters = 0;
    return true;
  }

  private publish(event: LiveEvent): void {
    this.seq += 1;
    const numbered = { seq: this.seq, event };
    this.kept.push(numbered);
    this.keptCharacters += charactersOf(event);
    while (this.kept.length > KEPT || this.keptCharacters > KEPT_CHARACTERS) {
      const oldest = this.kept.shift();
      if (!oldest) break;
      this.keptCharacters -= charactersOf(oldest.event);
    }
    if (!this.published.observed) return;
    this.pending.push(numbered);
    const wait = Math.max(0, this.lastBatch + BATCH_EVERY - performance.now());
    this.timer ??= setTimeout(() => this.sendPending(), wait);
  }

  private sendPending(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.pending.length === 0) return;
    const batch = new EventBatch(this.epoch, this.pending);
    this.pending = [];
    this.lastBatch = performance.now();
    this.published.next(batch);
  }
}

function charactersOf(event: LiveEvent): number {
  return event.name === 'status_file' && !event.data.deleted ? (event.data.content?.length ?? 0) : 0;
}
