/** What one Jest run left behind (written by results-reporter.cjs). */
export interface SuiteCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Spec files that did not even load. */
  readonly brokenFiles: number;
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

export const NOTHING: Tally = { passed: 0, failed: 0 };

export function add(one: Tally, other: Tally): Tally {
  return { passed: one.passed + other.passed, failed: one.failed + other.failed };
}

/** A format, lint, typecheck or build run counts as one. */
export function check(ok: boolean): Tally {
  return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/**
 * A run that left no counts, or whose process failed although all its tests passed, has failed once; so has every
 * skipped test and every file that did not load. Silence is never success.
 */
export function suite(counts: SuiteCounts | undefined, processOk: boolean): Tally {
  if (!counts) return { passed: 0, failed: 1 };
  const failed = counts.failed + counts.brokenFiles + counts.skipped;
  const empty = counts.passed + failed === 0;
  return { passed: counts.passed, failed: failed === 0 && (empty || !processOk) ? 1 : failed };
}

export function lastLine({ passed, failed }: Tally): string {
  return `${passed} passed, ${failed} failed`;
}
