import { Injectable } from '@nestjs/common';
import { DecisionRepository, type StoredDecision } from '../persistence/decision.repository.js';

/** Decisions that are over, for answering a repeated tap after the gate has passed. */
@Injectable()
export class DecisionHistory {
  constructor(private readonly repository: DecisionRepository) {}

  /** The applied decision that passed this gate; none while the gate waits, since then the question is a new one. */
  async lastApplied(gate: string, choice: 'pending' | 'not-pending'): Promise<StoredDecision | undefined> {
    if (choice === 'pending') return undefined;
    const [last] = await this.repository.find({
      gateId: gate,
      kind: 'approve',
      states: ['applied'],
      limit: 1,
    });
    return last;
  }
}
