/** What changed in one file, line by line: of a machine's unified diff, or between two versions of a text. */
export interface DiffFile {
  readonly path: string;
  /** Where it was before, when it was elsewhere. */
  readonly from?: string;
  readonly status: 'changed' | 'added' | 'deleted' | 'renamed';
  /** Named only. */
  readonly binary: boolean;
  readonly additions: number;
  readonly deletions: number;
  readonly hunks: readonly DiffHunk[];
}

export interface DiffHunk {
  /** What git says it is in: a function, a heading. */
  readonly heading: string;
  readonly lines: readonly DiffLine[];
}

export interface DiffLine {
  readonly kind: 'same' | 'added' | 'deleted' | 'note';
  readonly text: string;
  /** Line numbers, from 1. */
  readonly before?: number;
  readonly after?: number;
}

export function linesOf(file: DiffFile): number {
  return file.hunks.reduce((sum, { lines }) => sum + lines.length, 0);
}

export function totalOf(files: readonly DiffFile[]): { additions: number; deletions: number } {
  return {
    additions: files.reduce((sum, { additions }) => sum + additions, 0),
    deletions: files.reduce((sum, { deletions }) => sum + deletions, 0),
  };
}

/** Counted from the lines, so that header and lines never disagree. */
export function counted(file: Omit<DiffFile, 'additions' | 'deletions'>): DiffFile {
  let [additions, deletions] = [0, 0];
  for (const { lines } of file.hunks) {
    for (const { kind } of lines) {
      if (kind === 'added') additions += 1;
      if (kind === 'deleted') deletions += 1;
    }
  }
  return { ...file, additions, deletions };
}
