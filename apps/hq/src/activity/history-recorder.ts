import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { filter, Subscription } from 'rxjs';
import { DecisionFacts } from '../approval/decision-facts.js';
import type { FileRecord } from '../state/file-record.js';
import { MirrorFacts, type MirrorFact } from '../state/mirror-facts.js';
import { Mirror } from '../state/mirror.js';
import { Comparisons } from './comparisons.js';
import { HistoryKeeper } from './history-keeper.js';

/** Milliseconds that something stays before it is compared: longer than status files take to be read … */
const SETTLED = 1500;
/** … and the longest that it goes uncompared while it keeps changing. */
const LONGEST = 30_000;
/** What is gone may be back: a machine that connects again, a project that is registered anew. */
const GONE = 60_000;
const LOOK_EVERY = 250;
/** What may not be added now is compared again after this. */
const LATER = 10_000;
/** Milliseconds of comparing at a stretch: connections get their turn between. */
const STRETCH = 0.5;

interface Due {
  readonly first: number;
  readonly at: number;
}

/**
 * Writes down what happened. Not every event: what stays for a moment is compared with how the history left it, so that a
 * reconnect or a restart that changes nothing adds nothing, and what a kill lost is added by the next comparison.
 */
@Injectable()
export class HistoryRecorder implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('History');
  private readonly due = new Map<string, Due>();
  private readonly subscription = new Subscription();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private isLooking = false;
  private stopping = false;

  constructor(
    private readonly mirror: Mirror,
    private readonly mirrorFacts: MirrorFacts,
    private readonly decisionFacts: DecisionFacts,
    private readonly comparisons: Comparisons,
    private readonly keeper: HistoryKeeper,
  ) {}

  onApplicationBootstrap(): void {
    this.subscription.add(this.mirrorFacts.happened.subscribe((fact) => this.onMirror(fact)));
    const sentBack = this.decisionFacts.moved.pipe(
      filter(({ decision: { row } }) => row.kind === 'request_changes' && row.state === 'applied'),
    );
    this.subscription.add(
      sentBack.subscribe(({ decision: { row } }) => {
        const place = { ...row, worktree: row.worktree ?? '', path: row.status_file };
        this.expect(this.comparisons.file(place), SETTLED);
      }),
    );
    this.compareAll();
  }

  /** What is being compared is added before the history is stored for the last time. */
  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    this.subscription.unsubscribe();
    clearInterval(this.timer);
    await this.looking;
  }

  /** Compares what is due by `now`, which is time since the process began. */
  look(now: number): Promise<void> {
    this.looking = this.looking.then(() => this.compare(now));
    return this.looking;
  }

  /** What changed while nobody wrote it down; machines get their time to come back. */
  private compareAll(): void {
    // Gates of files that went before that was written down; for the others a shorter time is set below.
    for (const { instance_id, project_path, worktree, status_file: path } of this.keeper.everyGate()) {
      if (project_path === null || path === null) continue;
      this.expect(this.comparisons.file({ instance_id, project_path, worktree: worktree ?? '', path }), GONE);
    }
    for (const instance of this.mirror.instances()) {
      for (const file of instance.files.values()) this.expectFile(file, SETTLED);
      for (const row of instance.builders.values()) this.expect(this.comparisons.builder(row), SETTLED);
      this.expect(this.comparisons.machine(instance.instanceId), GONE);
    }
  }

  private onMirror(fact: MirrorFact): void {
    switch (fact.kind) {
      case 'status-file-changed':
        this.expectFile(fact.file, SETTLED);
        return;
      case 'status-file-deleted':
        this.expectFile(fact.file, GONE);
        return;
      case 'builder-changed':
        this.expect(this.comparisons.builder(fact.builder), SETTLED);
        return;
      case 'builder-removed':
        this.expect(this.comparisons.builder(fact.builder), GONE);
        return;
      case 'instance-changed':
      case 'instance-removed':
        this.expect(
          this.comparisons.machine(fact.instance.instanceId),
          fact.instance.online ? SETTLED : GONE,
        );
    }
  }

  private expectFile({ row, key }: FileRecord, wait: number): void {
    this.expect(this.comparisons.file(row, key), wait);
  }

  /** Whatever comes later about the same thing replaces when it is due, within reason. */
  private expect(key: string, wait: number): void {
    const now = performance.now();
    const first = wait === SETTLED ? (this.due.get(key)?.first ?? now) : now;
    const at = wait === SETTLED ? Math.max(now, Math.min(now + wait, first + LONGEST)) : now + wait;
    this.due.set(key, { first, at });
    this.timer ??= setInterval(() => this.tick(), LOOK_EVERY).unref();
  }

  private tick(): void {
    if (!this.isLooking) void this.look(performance.now());
  }

  private async compare(now: number): Promise<void> {
    this.isLooking = true;
    let began = performance.now();
    for (const [key, due] of this.due) {
      if (this.stopping) break;
      if (due.at > now) continue;
      // Taken out first: what happens while it is compared is compared again.
      this.due.delete(key);
      if (!(await this.one(key)) && !this.due.has(key)) this.due.set(key, { first: now, at: now + LATER });
      if (performance.now() - began < STRETCH) continue;
      await nextTurn();
      began = performance.now();
    }
    this.isLooking = false;
    if (this.due.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** False when it has to be compared again later. */
  private async one(key: string): Promise<boolean> {
    try {
      return await this.comparisons.run(key, Date.now());
    } catch (error) {
      this.logger.error(error, 'Something could not be compared with the history; trying again.');
      return false;
    }
  }
}
