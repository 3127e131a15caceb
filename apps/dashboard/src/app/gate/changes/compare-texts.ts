import { structuredPatch } from 'diff';
import { counted, type DiffFile, type DiffLine } from './diff-model';

/** Lines round a change that stay in sight. */
const CONTEXT = 3;
/** Milliseconds. Texts that have hardly a line in common are better read than compared. */
const PATIENCE = 3_000;

/** What changed from one version of a text to another; null when they are too different to tell in reasonable time. */
export function compareTexts(path: string, before: string, after: string): DiffFile | null {
  const patch = structuredPatch(path, path, before, after, undefined, undefined, {
    context: CONTEXT,
    timeout: PATIENCE,
  });
  if (!patch) return null;
  const hunks = patch.hunks.map((hunk) => {
    const at = { before: hunk.oldStart, after: hunk.newStart };
    return { heading: '', lines: hunk.lines.map((line) => lineOf(line, at)) };
  });
  return counted({ path, status: 'changed', binary: false, hunks });
}

function lineOf(line: string, at: { before: number; after: number }): DiffLine {
  const text = line.slice(1);
  switch (line[0]) {
    case '+':
      return { kind: 'added', text, after: at.after++ };
    case '-':
      return { kind: 'deleted', text, before: at.before++ };
    case '\\':
      return { kind: 'note', text: text.trim() };
    default:
      return { kind: 'same', text, before: at.before++, after: at.after++ };
  }
}
