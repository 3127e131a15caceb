import { atxHeading, markdownLines } from './markdown-lines.js';
import type { TextEdit } from './text-edit.js';
import { lineAt, lineBreakFor, lineStart, type Line } from './text-lines.js';

const HEADING = '## Log';

/**
 * The edit that appends one line to the `## Log` section of a Markdown body, behind its last line that is not blank.
 * Without such a section one is begun at the end of the file. A missing final line break stays missing.
 */
export function appendLogLine(text: string, bodyStart: number, logLine: string): TextEdit | undefined {
  const line = onOneLine(logLine);
  if (line === '') return undefined;
  const last = lastLineOfLog(text, bodyStart);
  return last ? insertBehind(text, last, line) : beginLog(text, bodyStart, line);
}

function lastLineOfLog(text: string, bodyStart: number): Line | undefined {
  let last: Line | undefined;
  for (const line of markdownLines(text, bodyStart)) {
    const heading = atxHeading(line);
    if (last && heading && heading.level <= 2) return last;
    if (last) last = line.text.trim() === '' ? last : line;
    else if (heading?.level === 2 && heading.title.toLowerCase() === 'log') last = line;
  }
  return last;
}

function insertBehind(text: string, line: Line, added: string): TextEdit {
  const lineBreak = lineBreakFor(text, line);
  return line.next > line.end
    ? { start: line.next, end: line.next, text: added + lineBreak }
    : { start: line.end, end: line.end, text: lineBreak + added };
}

function beginLog(text: string, bodyStart: number, added: string): TextEdit {
  const end = text.length;
  const isOpen = end > 0 && lineStart(text, end) < end;
  const lineBreak = lineBreakFor(text, lineAt(text, 0));
  const lastLine = lineAt(text, lineStart(text, Math.max(bodyStart, end - (isOpen ? 0 : lineBreak.length))));
  const needsBlank = end > bodyStart && text.slice(lastLine.start, lastLine.end).trim() !== '';
  const lead = (isOpen ? lineBreak : '') + (needsBlank ? lineBreak : '');
  return { start: end, end, text: `${lead}${HEADING}${lineBreak}${added}${isOpen ? '' : lineBreak}` };
}

function onOneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trimEnd();
}
