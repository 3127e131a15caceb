import { filter, Subject, type Observable } from 'rxjs';
import type { ConnectorPayload } from '@codev-hq/protocol';
import type { DecisionWaits } from './decision-order.js';

type Progress = ConnectorPayload<'decision_progress'>;

/** How far decisions are, for whoever asks for one: HQ asks again with every connection and is told again. */
export class DecisionProgress {
  private readonly told = new Subject<Progress>();
  /** By decision: what it waits for. */
  private readonly waiting = new Map<string, Progress>();

  /** What it waits for: with the file written, or before anything is done. */
  waits(decisionId: string, { waits, begun }: DecisionWaits): void {
    const stage = begun ? 'written' : 'checking';
    const progress: Progress = { decision_id: decisionId, stage, detail: waits.slice(0, 4096) };
    this.waiting.set(decisionId, progress);
    this.told.next(progress);
  }

  /** The next piece of what its checks print. */
  checking(decisionId: string, output: string): void {
    this.told.next({ decision_id: decisionId, stage: 'checking', output });
  }

  ended(decisionId: string): void {
    this.waiting.delete(decisionId);
  }

  /** Calls `tell` with what is known and with what comes. */
  follow(decisionId: string, tell: (progress: Progress) => void): { unsubscribe: () => void } {
    const now = this.waiting.get(decisionId);
    if (now) tell(now);
    return this.of(decisionId).subscribe(tell);
  }

  private of(decisionId: string): Observable<Progress> {
    return this.told.pipe(filter((progress) => progress.decision_id === decisionId));
  }
}
