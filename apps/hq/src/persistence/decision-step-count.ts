import { IdPlaces } from './id-places.js';
import { loopTurn } from './loop-turns.js';

/** How many steps a decision has taken. */
export interface StepsTaken {
  readonly decision_id: string;
  readonly steps: number;
}

type Pages = AsyncIterable<readonly StepsTaken[]>;

/** Decisions that are compared at a stretch. */
const AT_ONCE = 5000;

/** Whether the log tells of every step that was stored before it was read, and of none that is not stored afterwards. */
export class DecisionStepCount {
  private readonly places = new IdPlaces();
  private readonly before: number[] = [];
  private readonly told: number[] = [];
  private readonly after: number[] = [];

  async storedBefore(pages: Pages): Promise<void> {
    for await (const page of pages)
      for (const { decision_id, steps } of page) this.before[this.placeOf(decision_id)] = steps;
  }

  tell(decisionId: string): void {
    const place = this.placeOf(decisionId);
    this.told[place] = (this.told[place] ?? 0) + 1;
  }

  async storedAfter(pages: Pages): Promise<void> {
    for await (const page of pages)
      for (const { decision_id, steps } of page) this.after[this.placeOf(decision_id)] = steps;
  }

  /** What is wrong with one decision of which too little or too much is told; undefined when all is well. */
  async problem(): Promise<string | undefined> {
    for (let place = 0; place < this.places.size; place += 1) {
      if (place % AT_ONCE === 0) await loopTurn();
      const [before = 0, told = 0, after = 0] = [this.before[place], this.told[place], this.after[place]];
      if (told < before) return `decision ${this.places.id(place)} took a step that it does not tell of`;
      if (told > after) return `of decision ${this.places.id(place)} it tells more than is stored`;
    }
    return undefined;
  }

  private placeOf(decisionId: string): number {
    const place = this.places.of(decisionId);
    if (place === this.told.length) for (const steps of [this.before, this.told, this.after]) steps.push(0);
    return place;
  }
}
