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

/** Where the first `## Log` section stands, its heading included: up to the next heading of its level, or the end. */
export function logSection(text: string, bodyStart: number): { start: number; end: number } | undefined {
  let start: number | undefined;
  for (const line of markdownLines(text, bodyStart)) {
    const heading = atxHeading(line);
    if (start !== undefined && heading && heading.level <= 2) return { start, end: line.start };
    if (heading && isLog(heading)) start ??= line.start;
  }
  return start === undefined ? undefined : { start, end: text.length };
}

function isLog({ level, title }: { level: number; title: string }): boolean {
  return level === 2 && title.toLowerCase() === 'log';
}

function lastLineOfLog(text: string, bodyStart: number): Line | undefined {
  let last: Line | undefined;
  for (const line of markdownLines(text, bodyStart)) {
    const heading = atxHeading(line);
    if (last && heading && heading.level <= 2) return last;
    if (last) last = line.text.trim() === '' ? last : line;
    else if (heading && isLog(heading)) last = line;
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
