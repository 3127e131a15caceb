export interface Spread {
  readonly p50: number;
  readonly p99: number;
}

/** Nearest rank: a time that was really measured, never an average of two. */
export function spread(times: readonly number[]): Spread {
  const sorted = times.toSorted((one, other) => one - other);
  return { p50: rank(sorted, 0.5), p99: rank(sorted, 0.99) };
}

function rank(sorted: readonly number[], share: number): number {
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new Error('Nothing was measured.');
  return value;
}
