import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '../../e2e/testing/scratch.ts';
import { probed } from '../kill/probed.ts';

/** What process-probe.ts writes down every quarter of a second. */
interface LoopReport {
  readonly at: number;
  /** The longest time between two turns of the loop, by the wall clock (`monitorEventLoopDelay`). */
  readonly longest_ms: number;
  /** The most processor time that the main thread itself used from one turn to the next. */
  readonly longest_own_ms: number;
  readonly rss: number;
}

export interface LoopFigures {
  readonly longestMs: number;
  readonly longestOwnMs: number;
  readonly mostMegabytes: number;
  readonly reports: number;
}

/** Reads how a process under test fared between two moments. */
export class LoopWatch {
  readonly #file = join(scratchFolder('loop'), 'reports.jsonl');

  get env(): Record<string, string> {
    return probed({ CHAOS_REPORT_FILE: this.#file });
  }

  since(moment: number): LoopFigures {
    const text = existsSync(this.#file) ? readFileSync(this.#file, 'utf8') : '';
    const all = text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as LoopReport);
    const reports = all.filter(({ at }) => at > moment);
    const most = (of: (report: LoopReport) => number) => Math.max(0, ...reports.map(of));
    return {
      longestMs: Math.round(most((report) => report.longest_ms)),
      longestOwnMs: Math.round(most((report) => report.longest_own_ms)),
      mostMegabytes: Math.round(most((report) => report.rss) / 1024 ** 2),
      reports: reports.length,
    };
  }
}
