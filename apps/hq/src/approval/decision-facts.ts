import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import type { StoredDecision } from '../persistence/decision.repository.js';

/** A decision was stored, or moved on. Told only after it is durable. */
export interface DecisionMoved {
  readonly decision: StoredDecision;
  readonly first: boolean;
}

@Injectable()
export class DecisionFacts {
  readonly moved = new Subject<DecisionMoved>();
  /** Ids of gates that wait for somebody else now, without a decision and without another word in their file. */
  readonly standing = new Subject<string>();
}
