import { filter, Subject, type Observable } from 'rxjs';
import type { ConnectorPayload } from '@codev-hq/protocol';

type Progress = ConnectorPayload<'decision_progress'>;

/** How far decisions are, for whoever asks for one: HQ asks again with every connection and is told again. */
export class DecisionProgress {
  private readonly told = new Subject<Progress>();
  /** By decision: what it waits for. */
  private readonly waits = new Map<string, Progress>();

  /** The file says it; the commit waits for what `detail` says. */
  written(decisionId: string, detail: string): void {
    const progress: Progress = { decision_id: decisionId, stage: 'written', detail: detail.slice(0, 4096) };
    this.waits.set(decisionId, progress);
    this.told.next(progress);
  }

  /** The next piece of what its checks print. */
  checking(decisionId: string, output: string): void {
    this.told.next({ decision_id: decisionId, stage: 'checking', output });
  }

  ended(decisionId: string): void {
    this.waits.delete(decisionId);
  }

  /** Calls `tell` with what is known and with what comes. */
  follow(decisionId: string, tell: (progress: Progress) => void): { unsubscribe: () => void } {
    const now = this.waits.get(decisionId);
    if (now) tell(now);
    return this.of(decisionId).subscribe(tell);
  }

  private of(decisionId: string): Observable<Progress> {
    return this.told.pipe(filter((progress) => progress.decision_id === decisionId));
  }
}
