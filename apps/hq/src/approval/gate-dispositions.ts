import { Injectable, type OnModuleInit } from '@nestjs/common';
import { actorOf, type Principal } from '../people/principal.js';
import { GateDispositionRepository } from '../persistence/gate-disposition.repository.js';
import type { GateDispositionRow } from '../persistence/tables.js';
import { DecisionFacts } from './decision-facts.js';

export type Disposition = 'in' | 'dismissed';

/** What people said of gates that nobody seems to work at: bring it in, or dismiss it. */
@Injectable()
export class GateDispositions implements OnModuleInit {
  private readonly byGate = new Map<string, GateDispositionRow>();

  constructor(
    private readonly repository: GateDispositionRepository,
    private readonly facts: DecisionFacts,
  ) {}

  async onModuleInit(): Promise<void> {
    for (const row of await this.repository.all()) this.byGate.set(row.gate_id, row);
  }

  /** It was said of this entry of the gate: when the gate is asked for again, it is a new question. */
  of(gateId: string, digest: string): Disposition | undefined {
    const row = this.byGate.get(gateId);
    return row?.digest === digest ? (row.disposition as Disposition) : undefined;
  }

  async say(
    gate: { gate_id: string; digest: string; project_path: string; gate: string },
    disposition: Disposition,
    principal: Principal,
  ): Promise<void> {
    const { gate_id, digest } = gate;
    const row = { gate_id, digest, disposition, person_id: principal.id, at: Date.now() };
    const event = disposition === 'in' ? 'gate-brought-in' : 'gate-dismissed';
    const details = { gate_id, digest, project: gate.project_path, gate: gate.gate };
    await this.repository.set(row, { actor: actorOf(principal), event, details });
    this.byGate.set(gate_id, row);
    this.facts.standing.next(gate_id);
  }
}
