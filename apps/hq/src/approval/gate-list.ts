import { Injectable } from '@nestjs/common';
import type { GateDetail, GateModel, WaitingGate } from '@codev-hq/protocol';
import { gateId, waitingGate, waitingGates } from '../state/gates.js';
import type { FileRecord } from '../state/file-record.js';
import { fileView, instanceView, type InstanceRecord } from '../state/mirror-records.js';
import { Mirror } from '../state/mirror.js';
import { DecisionLedger } from './decision-ledger.js';
import { decisionView } from './decision-view.js';
import { GateOpeners } from './gate-openers.js';
import { GateStanding } from './gate-standing.js';
import { ReadVersions } from './read-versions.js';

/** Gates as people see them: what the mirror holds together with what was decided about it. */
@Injectable()
export class GateList {
  constructor(
    private readonly mirror: Mirror,
    private readonly ledger: DecisionLedger,
    private readonly openers: GateOpeners,
    private readonly versions: ReadVersions,
    private readonly standing: GateStanding,
  ) {}

  /** Every gate that waits for a person, oldest first. */
  all(): WaitingGate[] {
    return this.everywhere().filter(({ stranded }) => stranded === undefined);
  }

  /** Gates that are pending where nobody seems to work any more, each with the reason; oldest first. */
  stranded(): WaitingGate[] {
    return this.everywhere().filter(({ stranded }) => stranded !== undefined);
  }

  private everywhere(): WaitingGate[] {
    const gates = Array.from(this.mirror.instances(), (instance) =>
      Array.from(instance.files.values(), (file) => this.pending(instance, file)),
    ).flat(2);
    return gates.sort((a, b) => a.since.localeCompare(b.since) || a.gate_id.localeCompare(b.gate_id));
  }

  /** The waiting gates of one file, each with the decision that stands for it. A decision that is applied ends the wait. */
  inFile(instance: InstanceRecord, file: FileRecord): WaitingGate[] {
    return this.pending(instance, file).filter(({ stranded }) => stranded === undefined);
  }

  private pending(instance: InstanceRecord, file: FileRecord): WaitingGate[] {
    const now = Date.now();
    return waitingGates(instance, file).flatMap((gate) => {
      const decision = this.ledger.current(gate.gate_id);
      if (decision?.row.state === 'applied') return [];
      const standing = this.standing.with(gate, instance, file, now);
      return [{ ...standing, ...(decision && { decision: decisionView(decision) }) }];
    });
  }

  /** A gate that is pending, stranded or not. */
  anyById(id: string): WaitingGate | undefined {
    const found = this.find(id);
    return found && this.pending(found.instance, found.file).find((gate) => gate.gate_id === id);
  }

  /** Whether there is such a gate, waiting or not. */
  has(id: string): boolean {
    return this.find(id) !== undefined;
  }

  byId(id: string): WaitingGate | undefined {
    const found = this.find(id);
    if (!found) return undefined;
    return this.inFile(found.instance, found.file).find((gate) => gate.gate_id === id);
  }

  async detail(id: string): Promise<GateDetail | undefined> {
    const found = this.find(id);
    if (!found) return undefined;
    const { instance, file, gate } = found;
    this.versions.opened(file);
    const decisions = await this.openers.about(instance, file, gate);
    const standing = this.ledger.current(id);
    const isPending = gate.waiting && standing?.row.state !== 'applied';
    const waiting = isPending
      ? this.standing.with(waitingGate(instance, file, gate), instance, file, Date.now())
      : undefined;
    return {
      gate_id: id,
      instance: instanceView(instance),
      status_file: fileView(file, 'full'),
      gate: gate.name,
      ...(waiting && { waiting: { ...waiting, ...(standing && { decision: decisionView(standing) }) } }),
      decisions,
      others: await this.openers.ofOthers(instance, file, gate),
    };
  }

  private find(id: string): { instance: InstanceRecord; file: FileRecord; gate: GateModel } | undefined {
    for (const instance of this.mirror.instances()) {
      for (const file of instance.files.values()) {
        const gate = file.model.gates.find(({ name }) => gateId(instance.instanceId, file.row, name) === id);
        if (gate) return { instance, file, gate };
      }
    }
    return undefined;
  }
}
