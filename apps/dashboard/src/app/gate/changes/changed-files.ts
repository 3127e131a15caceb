import type { DiffFile } from './diff-model';

/** Of what a machine has changed: the files that are others now than in an earlier diff. Moved line numbers are no change. */
export function changedFiles(before: readonly DiffFile[], after: readonly DiffFile[]): readonly DiffFile[] {
  const known = new Map(before.map((file) => [file.path, fingerprint(file)]));
  return after.filter((file) => known.get(file.path) !== fingerprint(file));
}

/** Paths that an earlier diff had and that are no longer changed at all. */
export function noLongerChanged(before: readonly DiffFile[], after: readonly DiffFile[]): readonly string[] {
  const still = new Set(after.map(({ path }) => path));
  return before.flatMap(({ path }) => (still.has(path) ? [] : [path]));
}

function fingerprint({ status, from = '', binary, hunks }: DiffFile): string {
  const lines = hunks.flatMap((hunk) => hunk.lines.map(({ kind, text }) => `${kind} ${text}`));
  return [status, from, binary, ...lines].join('\n');
}
