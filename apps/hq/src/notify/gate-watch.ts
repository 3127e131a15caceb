import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Subscription } from 'rxjs';
import { DecisionFacts, type DecisionMoved } from '../approval/decision-facts.js';
import { DecisionLedger } from '../approval/decision-ledger.js';
import { GateList } from '../approval/gate-list.js';
import { gateId } from '../state/gates.js';
import { MirrorFacts } from '../state/mirror-facts.js';
import type { FileRecord } from '../state/file-record.js';
import { fileKey, type InstanceRecord } from '../state/mirror-records.js';
import { Mirror } from '../state/mirror.js';
import { gateSubjects, type News } from './news.js';
import { decisionFailed, failureOf, gateWaits } from './news-words.js';
import { isOpen } from './open-gates.js';
import type { Findings } from './findings.js';

/** Milliseconds that a start looks back for what a kill may have left untold. */
const LOOK_BACK = 24 * 3600_000;
/** Milliseconds of looking at a stretch: others get their turn between. */
const STRETCH = 1;

interface ChangedFile {
  readonly instanceId: string;
  readonly key: string;
}

/**
 * Hears of status files and decisions, and finds which gates wait from now on, which no longer do, and what failed. Versions
 * that were replaced at once are not looked at: whoever is told should find the gate waiting.
 */
@Injectable()
export class GateWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly subscription = new Subscription();
  private readonly files = new Map<string, ChangedFile>();
  private readonly gateIds = new Set<string>();
  private readonly news: News[] = [];
  private readonly over = new Set<string>();

  constructor(
    private readonly mirror: Mirror,
    private readonly mirrorFacts: MirrorFacts,
    private readonly decisionFacts: DecisionFacts,
    private readonly ledger: DecisionLedger,
    private readonly gates: GateList,
  ) {}

  onApplicationBootstrap(): void {
    this.lookBack(Date.now() - LOOK_BACK);
    this.subscription.add(
      this.mirrorFacts.settled.subscribe(({ instance, file }) => this.changed(instance, file)),
    );
    this.subscription.add(this.decisionFacts.moved.subscribe((fact) => this.onDecision(fact)));
    this.subscription.add(this.decisionFacts.standing.subscribe((id) => this.gateIds.add(id)));
  }

  onModuleDestroy(): void {
    this.subscription.unsubscribe();
  }

  /** What has been found since the last call. What is told already is among it. */
  async take(): Promise<Findings> {
    const files = [...this.files.values()];
    const gateIds = [...this.gateIds];
    this.files.clear();
    this.gateIds.clear();
    const news = this.news.splice(0);
    const over = [...this.over];
    this.over.clear();
    let began = performance.now();
    for (const { instanceId, key } of files) {
      const instance = this.mirror.instance(instanceId);
      const file = instance?.files.get(key);
      if (!instance || !file) continue;
      news.push(...this.gates.inFile(instance, file).filter(isOpen).map(gateWaits));
      over.push(...noLongerWaiting(instance, file));
      if (performance.now() - began < STRETCH) continue;
      await nextTurn();
      began = performance.now();
    }
    for (const id of gateIds) {
      const gate = this.gates.byId(id);
      if (gate && isOpen(gate)) news.push(gateWaits(gate));
    }
    return { news, over };
  }

  /** Subjects of gates that are pending, for whomever they wait. */
  pendingSubjects(): Set<string> {
    const pending = [...this.gates.all(), ...this.gates.stranded()];
    return new Set(pending.flatMap(({ gate_id }) => Object.values(gateSubjects(gate_id))));
  }

  private onDecision({ decision: { row } }: DecisionMoved): void {
    // It waits for another version now, which will be another question.
    if (row.state === 'applied' && row.kind === 'request_changes') {
      for (const subject of Object.values(gateSubjects(row.gate_id))) this.over.add(subject);
    }
    const failure = failureOf(row);
    if (failure) this.news.push(decisionFailed(row, failure));
  }

  private changed({ instanceId }: InstanceRecord, { row }: FileRecord): void {
    const key = fileKey(row.project_path, row.worktree, row.path);
    this.files.set(`${instanceId}\0${key}`, { instanceId, key });
  }

  private lookBack(since: number): void {
    for (const instance of this.mirror.instances()) {
      for (const file of instance.files.values()) {
        if (file.row.updated_at >= since) this.changed(instance, file);
      }
    }
    for (const decision of this.ledger.recent()) {
      if ((decision.steps.at(-1)?.at ?? 0) >= since) this.onDecision({ decision, first: false });
    }
  }
}

/** A gate that is missing may come back as it was; one that is there and does not wait was decided. */
function noLongerWaiting(instance: InstanceRecord, file: FileRecord): string[] {
  return file.model.gates
    .filter((gate) => !gate.waiting)
    .flatMap(({ name }) => Object.values(gateSubjects(gateId(instance.instanceId, file.row, name))));
}
