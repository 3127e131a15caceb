import { Injectable } from '@nestjs/common';
import { openerOf, type Decision, type GateModel } from '@codev-hq/protocol';
import { DecisionRepository } from '../persistence/decision.repository.js';
import { HistoryRepository } from '../persistence/history.repository.js';
import type { FileRecord } from '../state/file-record.js';
import { gateId } from '../state/gates.js';
import { gateSubject, placeOf } from '../state/history-subjects.js';
import { iso, type InstanceRecord } from '../state/mirror-records.js';
import { DecisionLedger } from './decision-ledger.js';
import { decisionView } from './decision-view.js';

/** How many earlier decisions a gate's page shows. */
const HISTORY = 20;

/** What was decided about a file's gates, and whether they have waited again since. */
@Injectable()
export class GateOpeners {
  constructor(
    private readonly decisions: DecisionRepository,
    private readonly history: HistoryRepository,
    private readonly ledger: DecisionLedger,
  ) {}

  /** Decisions about one gate, newest first. */
  async about(instance: InstanceRecord, file: FileRecord, gate: GateModel): Promise<Decision[]> {
    return this.newest(instance, file, gate, HISTORY);
  }

  /** The approvals that opened the file's other gates by HQ's own record, or had, before these waited again, or wait now. */
  async ofOthers(instance: InstanceRecord, file: FileRecord, shown: GateModel): Promise<Decision[]> {
    const others = file.model.gates.filter(
      (gate) => (gate.passed || gate.waiting) && gate.name !== shown.name,
    );
    const found = await Promise.all(
      others.map(async (gate) => {
        const [newest] = await this.newest(instance, file, gate, 1);
        return newest?.reopened_at === undefined ? openerOf(gate, newest ? [newest] : []) : newest;
      }),
    );
    return found.filter((decision) => decision !== null);
  }

  private async newest(
    instance: InstanceRecord,
    file: FileRecord,
    gate: GateModel,
    limit: number,
  ): Promise<Decision[]> {
    const id = gateId(instance.instanceId, file.row, gate.name);
    const decisions = (await this.decisions.find({ gateId: id, limit })).map(decisionView);
    const [newest, ...earlier] = decisions;
    if (!newest) return decisions;
    const at = gate.waiting
      ? this.waitsAgain(file, gate, newest)
      : await this.waitedAgain(file, gate, newest);
    return at === undefined ? decisions : [{ ...newest, reopened_at: iso(at) }, ...earlier];
  }

  /** The ledger lets go of an approval when its file has been seen: what waits then is a new question, however alike. */
  private waitsAgain(file: FileRecord, gate: GateModel, newest: Decision): number | undefined {
    if (newest.kind !== 'approve' || newest.state !== 'applied') return undefined;
    if (this.ledger.find(newest.decision_id)) return undefined;
    const applied = Date.parse(newest.steps.at(-1)?.at ?? newest.decided_at);
    return Math.max(file.waitingSince[gate.name] ?? file.row.updated_at, applied);
  }

  private async waitedAgain(
    file: FileRecord,
    gate: GateModel,
    newest: Decision,
  ): Promise<number | undefined> {
    if (!gate.passed) return undefined;
    const place = placeOf({ ...file.row, format: file.model.format });
    return this.history.waitedAgain(gateSubject(place, gate.name), newest.decision_id);
  }
}
