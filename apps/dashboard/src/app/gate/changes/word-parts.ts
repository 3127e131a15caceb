import { diffWordsWithSpace } from 'diff';
import type { DiffLine } from './diff-model';

export interface WordPart {
  readonly text: string;
  /** In this line and not in the one that it is compared with. */
  readonly changed: boolean;
}

/** Characters of a line, and lines of one change, up to which words are told apart. */
const LONG_LINE = 1_000;
const LONG_CHANGE = 40;

/**
 * The words that changed inside of lines: each deleted line is compared with the added one at the same place of its change, when
 * they have something in common.
 */
export function wordParts(lines: readonly DiffLine[]): ReadonlyMap<DiffLine, readonly WordPart[]> {
  const parts = new Map<DiffLine, readonly WordPart[]>();
  for (const { deleted, added } of changesIn(lines)) {
    if (deleted.length !== added.length && Math.max(deleted.length, added.length) > LONG_CHANGE) continue;
    for (const [i, line] of deleted.slice(0, LONG_CHANGE).entries()) {
      const other = added[i];
      if (other) pair(line, other, parts);
    }
  }
  return parts;
}

function pair(before: DiffLine, after: DiffLine, parts: Map<DiffLine, readonly WordPart[]>): void {
  if (before.text.length > LONG_LINE || after.text.length > LONG_LINE) return;
  const words = diffWordsWithSpace(before.text, after.text);
  const kept = words.reduce(
    (sum, part) => (part.added || part.removed ? sum : sum + part.value.trim().length),
    0,
  );
  // Two lines that share little are no two versions of one.
  if (kept * 3 < Math.min(before.text.length, after.text.length)) return;
  parts.set(
    before,
    words.flatMap((part) => (part.added ? [] : [{ text: part.value, changed: part.removed }])),
  );
  parts.set(
    after,
    words.flatMap((part) => (part.removed ? [] : [{ text: part.value, changed: part.added }])),
  );
}

function changesIn(lines: readonly DiffLine[]): { deleted: DiffLine[]; added: DiffLine[] }[] {
  const changes: { deleted: DiffLine[]; added: DiffLine[] }[] = [];
  let current: { deleted: DiffLine[]; added: DiffLine[] } | undefined;
  for (const line of lines) {
    if (line.kind === 'same') current = undefined;
    else if (line.kind !== 'note') {
      if (!current || (line.kind === 'deleted' && current.added.length > 0))
        changes.push((current = { deleted: [], added: [] }));
      current[line.kind].push(line);
    }
  }
  return changes;
}
