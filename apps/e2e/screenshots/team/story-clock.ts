import type { Hq } from '../../testing/hq.ts';
import { ProcessClock } from '../../testing/process-clock.ts';
import { until } from '../../testing/until.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** When the pictures are taken: a Tuesday morning, always the same one, so that they say the same each time. */
export const TODAY = Date.parse('2026-11-24T09:24:00Z');

/** The time that HQ and its machines believe it is: the team's past happens on the days that it tells of. */
export class StoryClock {
  readonly #clock = new ProcessClock();
  #shift = 0;

  get env(): Record<string, string> {
    return this.#clock.env;
  }

  /** Milliseconds that it is ahead of the real time. */
  get shift(): number {
    return this.#shift;
  }

  /** Before anything goes by it. */
  begin(at: number): void {
    this.#shift = at - Date.now();
    this.#clock.jump(this.#shift);
  }

  async moveTo(at: number, hq: Hq): Promise<void> {
    this.begin(at);
    await until('HQ to know the time', async () => Date.parse((await hq.state()).timestamp) >= at);
  }
}

export const iso = (at: number) => new Date(at).toISOString();
