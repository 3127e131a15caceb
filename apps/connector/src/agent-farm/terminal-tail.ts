export interface TailNews {
  readonly lines: readonly string[];
  /** Lines between the two looks were lost. */
  readonly gap: boolean;
}

/**
 * What came to a terminal between two looks at all that Tower keeps of it. Tower counts from the oldest line that it still
 * has, so once its buffer is full its numbers stand still: only the lines themselves tell what is new. Pure.
 */
export function newLines(before: readonly string[], now: readonly string[]): TailNews {
  if (before.length === 0) return { lines: now, gap: false };
  for (let dropped = 0; dropped < before.length; dropped++)
    if (continues(before, dropped, now)) return { lines: now.slice(before.length - dropped), gap: false };
  return { lines: now, gap: true };
}

function continues(before: readonly string[], dropped: number, now: readonly string[]): boolean {
  const kept = before.length - dropped;
  if (kept > now.length) return false;
  for (let i = 0; i < kept; i++) if (before[dropped + i] !== now[i]) return false;
  return true;
}
