import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { ChangesRequested, Expectation } from '@codev-hq/protocol';
import type { Subscription } from 'rxjs';
import { DecisionRepository } from '../persistence/decision.repository.js';
import { HistoryRepository } from '../persistence/history.repository.js';
import type { DecisionRow } from '../persistence/tables.js';
import type { FileRecord } from '../state/file-record.js';
import { DecisionFacts } from './decision-facts.js';

/** Which gates wait for a new version before they wait for a person: the last request for changes of each. */
@Injectable()
export class ChangesRequestedList implements OnModuleInit, OnModuleDestroy {
  private readonly byGate = new Map<string, DecisionRow>();
  /** By request: when the version came that waits in place of what was sent back, in milliseconds. */
  private readonly answered = new Map<string, number>();
  private subscription: Subscription | undefined;

  constructor(
    private readonly repository: DecisionRepository,
    private readonly history: HistoryRepository,
    private readonly facts: DecisionFacts,
  ) {}

  async onModuleInit(): Promise<void> {
    this.subscription = this.facts.moved.subscribe(({ decision }) => this.take(decision.row));
    for (const row of await this.repository.requestsForChanges()) this.take(row);
    for (const { gate_id, since } of await this.history.askedAgain()) {
      const row = this.byGate.get(gate_id ?? '');
      if (row && since !== null && since >= row.decided_at) this.answered.set(row.id, since);
    }
  }

  onModuleDestroy(): void {
    this.subscription?.unsubscribe();
  }

  /** The request that still stands for a gate, since nothing that was read has changed. */
  of(gateId: string, file: FileRecord): ChangesRequested | undefined {
    const row = this.byGate.get(gateId);
    if (!row) return undefined;
    if (!isUnchanged(JSON.parse(row.expected) as Expectation, file)) {
      // A file of which only a paper changed keeps its time.
      const came = Math.max(file.row.updated_at, row.decided_at);
      if (!this.answered.has(row.id)) this.answered.set(row.id, came);
      return undefined;
    }
    this.answered.delete(row.id);
    return {
      decision_id: row.id,
      by: row.approver_name,
      at: new Date(row.decided_at).toISOString(),
      comment: row.comment ?? '',
    };
  }

  /** Since when a new version waits after the last request for changes, in milliseconds; asked after `of`. */
  answeredAt(gateId: string): number | undefined {
    const row = this.byGate.get(gateId);
    return row && this.answered.get(row.id);
  }

  private take(row: DecisionRow): void {
    if (row.kind === 'request_changes' && row.state === 'applied') this.byGate.set(row.gate_id, row);
  }
}

/** The request itself may have changed the gate's entry in the file, so that does not count. */
function isUnchanged(
  { reading_digest, file_digest, artifacts = [] }: Expectation,
  file: FileRecord,
): boolean {
  // Where nothing was there to be read, the file itself is all that can be another.
  if (reading_digest === undefined && artifacts.length === 0) return file_digest === file.row.digest;
  const now = new Map(file.artifacts.map(({ path, digest }) => [path, digest]));
  const sameText = reading_digest === undefined || reading_digest === file.model.reading_digest;
  return sameText && artifacts.every(({ path, digest }) => now.get(path) === digest);
}
