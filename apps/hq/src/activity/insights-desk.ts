import { Injectable } from '@nestjs/common';
import { performance } from 'node:perf_hooks';
import type { Insights } from '@codev-hq/protocol';
import { OneAtATime } from '../approval/one-at-a-time.js';
import { InsightsService, type Figures, type Period } from './insights.service.js';

/** Milliseconds for which figures are good: whoever looks again, or beside somebody else, is not counted for anew. */
const GOOD_FOR = 10_000;
/** Answers that are kept; each may hold ten years of days. */
const MOST_KEPT = 16;

interface Kept {
  readonly figures: Promise<Figures>;
  /** Undefined while they are counted. */
  countedAt?: number;
}

/** Counts once for whoever asks the same, and one after the other for whoever asks something else. */
@Injectable()
export class InsightsDesk {
  private readonly kept = new Map<string, Kept>();
  private readonly queue = new OneAtATime();

  constructor(private readonly insights: InsightsService) {}

  /** What waits now is as it is now; the rest may be ten seconds old. */
  async of(question: string, period: Period): Promise<Insights> {
    const figures = await this.figures(question, period);
    return { ...figures, waiting_now: this.insights.waitingNow(period) };
  }

  private figures(question: string, period: Period): Promise<Figures> {
    this.forgetOld(performance.now());
    const known = this.kept.get(question);
    if (known) return known.figures;
    const mine: Kept = { figures: this.queue.run('figures', () => this.insights.figures(period)) };
    this.kept.set(question, mine);
    mine.figures.then(
      () => (mine.countedAt = performance.now()),
      () => this.kept.delete(question),
    );
    return mine.figures;
  }

  private forgetOld(now: number): void {
    let surplus = this.kept.size - MOST_KEPT + 1;
    for (const [question, { countedAt }] of this.kept) {
      if (countedAt === undefined || (now - countedAt < GOOD_FOR && surplus <= 0)) continue;
      this.kept.delete(question);
      surplus -= 1;
    }
  }
}
