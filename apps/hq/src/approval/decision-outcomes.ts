import { Injectable } from '@nestjs/common';
import { filter, firstValueFrom, map, merge, timer } from 'rxjs';
import type { StoredDecision } from '../persistence/decision.repository.js';
import { DecisionFacts } from './decision-facts.js';
import { isFinal } from './decision-life.js';
import { DecisionLedger } from './decision-ledger.js';
import { stateOf } from './decision-view.js';

/** Lets a caller wait a while for how a decision ends. */
@Injectable()
export class DecisionOutcomes {
  constructor(
    private readonly facts: DecisionFacts,
    private readonly ledger: DecisionLedger,
  ) {}

  /** The decision once it is final, or as it stands after `ms`. */
  async within(ms: number, decision: StoredDecision): Promise<StoredDecision> {
    if (ms === 0 || isFinal(stateOf(decision))) return decision;
    const moves = this.facts.moved.pipe(map((fact) => fact.decision));
    const ended = moves.pipe(filter((moved) => moved.row.id === decision.row.id && isFinal(stateOf(moved))));
    const late = timer(ms).pipe(map(() => this.ledger.find(decision.row.id) ?? decision));
    return firstValueFrom(merge(ended, late));
  }
}
