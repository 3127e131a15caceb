import type { StatusFileProblem } from '@codev-hq/protocol';
import { lineAt, linesFrom } from './text-lines.js';

export type StatusFileFormat = 'markdown' | 'porch';

/** Where the YAML of a status file is, and where the Markdown body starts. Offsets are UTF-16 units of the text. */
export interface Sections {
  readonly format: StatusFileFormat;
  readonly yaml: { readonly start: number; readonly end: number } | undefined;
  readonly bodyStart: number;
  readonly problem?: StatusFileProblem;
}

const FENCE = '---';

/** Markdown files (`.md`) keep their YAML in front matter; everything else is porch's `status.yaml`, YAML throughout. */
export function splitSections(text: string, path: string): Sections {
  const format = formatOf(path);
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  if (format === 'porch') return { format, yaml: { start, end: text.length }, bodyStart: text.length };
  // An empty file is a fact, not an error: somebody is about to write it.
  if (text.trim() === '') return { format, yaml: undefined, bodyStart: text.length };

  const opening = lineAt(text, start);
  if (!isFence(text, opening)) return { format, yaml: undefined, bodyStart: start, problem: NO_FRONT_MATTER };
  for (const line of linesFrom(text, opening.next)) {
    if (!isFence(text, line)) continue;
    return { format, yaml: { start: opening.next, end: line.start }, bodyStart: line.next };
  }
  return { format, yaml: undefined, bodyStart: start, problem: UNTERMINATED };
}

export function formatOf(path: string): StatusFileFormat {
  return path.toLowerCase().endsWith('.md') ? 'markdown' : 'porch';
}

const NO_FRONT_MATTER: StatusFileProblem = {
  message:
    'This file has no front matter, so its gates cannot be found. Put a line `---` first, then the YAML, then another line `---`.',
  line: 1,
};

const UNTERMINATED: StatusFileProblem = {
  message: 'The front matter is never closed. Put a line `---` behind its last line.',
  line: 1,
};

function isFence(text: string, line: { start: number; end: number }): boolean {
  return text.startsWith(FENCE, line.start) && text.slice(line.start, line.end).trimEnd() === FENCE;
}
