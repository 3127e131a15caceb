import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { Subject, Subscription } from 'rxjs';
import type { LiveEvent } from '@codev-hq/protocol';
import { DecisionFacts, type DecisionMoved } from '../approval/decision-facts.js';
import { DecisionLedger } from '../approval/decision-ledger.js';
import { decisionView } from '../approval/decision-view.js';
import { GateList } from '../approval/gate-list.js';
import { waitingGates } from '../state/gates.js';
import { MirrorFacts, type MirrorFact } from '../state/mirror-facts.js';
import {
  builderView,
  fileView,
  instanceView,
  type FileRecord,
  type InstanceRecord,
} from '../state/mirror-records.js';
import { Mirror } from '../state/mirror.js';
import { snapshot } from '../state/snapshot.js';

export type Detail = 'full' | 'summary';

/** An event with its place in the feed. */
export interface Numbered {
  readonly seq: number;
  readonly event: LiveEvent;
}

/** Events kept for browsers that were away for a moment; who was away longer gets a new snapshot. */
const KEPT = 2000;
/** … and the characters of status files in them. */
const KEPT_CHARACTERS = 16 * 1024 * 1024;

/** HOP 6: facts from the rooms below, as numbered events for browsers. The epoch changes with every start. */
@Injectable()
export class LiveFeed implements OnModuleInit, OnModuleDestroy {
  readonly epoch = randomBytes(6).toString('hex');
  readonly published = new Subject<Numbered>();
  private readonly kept: Numbered[] = [];
  private readonly subscription = new Subscription();
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
  }

  onModuleDestroy(): void {
    this.subscription.unsubscribe();
    this.published.complete();
  }

  get lastSeq(): number {
    return this.seq;
  }

  /** The whole state as an event; it carries the number of the newest event it includes. */
  snapshot(detail: Detail): Numbered {
    const data = {
      ...snapshot(this.mirror.instances(), detail),
      gates: this.gates.all(),
      decisions: this.ledger.recent().map(decisionView),
    };
    return { seq: this.seq, event: { name: 'snapshot', data } };
  }

  /** What came after an event's id; undefined when that is not known any more. */
  since(id: string | undefined): Numbered[] | undefined {
    const match = /^([0-9a-f]{12}):(\d{1,15})$/.exec(id ?? '');
    const seq = Number(match?.[2]);
    if (match?.[1] !== this.epoch || seq > this.seq) return undefined;
    const oldest = this.kept[0]?.seq ?? this.seq + 1;
    return seq + 1 < oldest ? undefined : this.kept.filter((numbered) => numbered.seq > seq);
  }

  private onMirror(fact: MirrorFact): void {
    const { instance } = fact;
    const instance_id = instance.instanceId;
    switch (fact.kind) {
      case 'instance-changed':
        this.publish({ name: 'instance', data: instanceView(instance) });
        for (const file of instance.files.values()) this.publishGates(instance, file, undefined);
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
    this.publish({ name: 'decision', data: decisionView(decision) });
    const gate = this.gates.byId(decision.row.gate_id);
    this.publish({ name: 'gate', data: { gate_id: decision.row.gate_id, ...(gate && { gate }) } });
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
    this.published.next(numbered);
  }
}

function charactersOf(event: LiveEvent): number {
  return event.name === 'status_file' && !event.data.deleted ? (event.data.content?.length ?? 0) : 0;
}
