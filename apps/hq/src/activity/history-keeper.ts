import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HistoryRepository } from '../persistence/history.repository.js';
import type { HistoryRow } from '../persistence/tables.js';
import { RememberedGates } from '../state/remembered-gates.js';
import type { Fact } from './history-rows.js';
import { placeOfGate } from '../state/history-subjects.js';

/** Milliseconds between two writes, and after one that failed; rows of one transaction. */
const WRITE_EVERY = 250;
const RETRY_AFTER = 1000;
const ROWS = 200;
/** How a gate is left that comes back as the same question. */
const GOES_ON: ReadonlySet<string> = new Set([
  'gate-requested',
  'gate-sent-back',
  'gate-vanished',
  'gate-unserved',
  'gate-served',
]);
/** Rows that may wait for a disk that is full. */
const MOST_WAITING = 20_000;

/**
 * The history's memory: how each subject was left, and rows on their way to the disk. What a kill loses is found again by
 * comparing what is there with how it was left.
 */
@Injectable()
export class HistoryKeeper implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('History');
  private readonly lastOf = new Map<string, HistoryRow>();
  private readonly gatesOf = new Map<string, Set<string>>();
  private waiting: HistoryRow[] = [];
  private seq = 0;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly repository: HistoryRepository,
    private readonly remembered: RememberedGates,
  ) {}

  async onModuleInit(): Promise<void> {
    this.seq = await this.repository.lastSeq();
    for (const row of await this.repository.lastOfEach()) {
      this.know(row);
      const { instance_id, project_path, status_file: path, gate, gate_digest: digest, since } = row;
      // Also of a project that was no longer served when HQ stopped, before that was written down.
      if (!GOES_ON.has(row.kind) || !project_path || !path || !gate || !digest || since === null) continue;
      this.remembered.keep({ instance_id, project_path, path, gate, digest, since });
    }
  }

  last(subject: string): HistoryRow | undefined {
    return this.lastOf.get(subject);
  }

  /** How every gate was left. */
  everyGate(): HistoryRow[] {
    return [...this.gatesOf.keys()].flatMap((place) => this.gates(place));
  }

  /** How the gates of one status file were left. */
  gates(place: string): HistoryRow[] {
    return [...(this.gatesOf.get(place) ?? [])].flatMap((subject) => this.lastOf.get(subject) ?? []);
  }

  /** So much waits for the disk that nothing should be added. */
  get isFull(): boolean {
    return this.waiting.length >= MOST_WAITING;
  }

  add(fact: Fact): void {
    this.seq += 1;
    const row = { ...fact, seq: this.seq };
    this.know(row);
    this.waiting.push(row);
    this.schedule(WRITE_EVERY);
  }

  /** Resolves once everything added so far is stored, or could not be. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing.then(() => this.write());
    await this.writing;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flush();
    clearTimeout(this.timer);
    this.stopped = true;
  }

  private know(row: HistoryRow): void {
    this.lastOf.set(row.subject, row);
    const place = placeOfGate(row.subject);
    if (place === undefined) return;
    this.gatesOf.set(place, (this.gatesOf.get(place) ?? new Set()).add(row.subject));
  }

  private schedule(delay: number): void {
    if (this.stopped) return;
    this.timer ??= setTimeout(() => void this.flush(), delay);
  }

  private async write(): Promise<void> {
    const rows = this.waiting;
    this.waiting = [];
    let stored = 0;
    try {
      for (; stored < rows.length; stored += ROWS)
        await this.repository.append(rows.slice(stored, stored + ROWS));
    } catch (error) {
      this.logger.error(
        error,
        'The history could not be written; trying again in a second. Is the disk full?',
      );
      this.waiting = [...rows.slice(stored), ...this.waiting];
      this.schedule(RETRY_AFTER);
    }
  }
}
