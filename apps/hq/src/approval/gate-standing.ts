import { Injectable } from '@nestjs/common';
import type { WaitingGate } from '@codev-hq/protocol';
import { HqConfig } from '../hq.config.js';
import type { FileRecord } from '../state/file-record.js';
import { ChangesRequestedList } from './changes-requested.js';
import { GateDispositions } from './gate-dispositions.js';
import type { InstanceRecord } from '../state/mirror-records.js';
import { isInBuilders, strandedBecause } from './stranded-gate.js';

/** What a waiting gate waits for: a person, a new version, or nobody any more. */
@Injectable()
export class GateStanding {
  constructor(
    private readonly config: HqConfig,
    private readonly dispositions: GateDispositions,
    private readonly changesRequested: ChangesRequestedList,
  ) {}

  with(gate: WaitingGate, instance: InstanceRecord, file: FileRecord, now: number): WaitingGate {
    const said = this.dispositions.of(gate.gate_id, gate.digest);
    const stranded = strandedBecause(file, isInBuilders(instance, file), said, now, this.config.strandedMs);
    const changes_requested = this.changesRequested.of(gate.gate_id, file);
    const since = laterOf(gate.since, this.changesRequested.answeredAt(gate.gate_id));
    return { ...gate, since, ...(stranded && { stranded }), ...(changes_requested && { changes_requested }) };
  }
}

/** What was sent back waits for a person since its new version, as the history tells it. */
function laterOf(since: string, answered: number | undefined): string {
  return answered !== undefined && answered > Date.parse(since) ? new Date(answered).toISOString() : since;
}
