import { linesFrom, type Line } from './text-lines.js';

export interface MarkdownLine extends Line {
  readonly text: string;
  /** Inside a fenced code block, its fences included: what looks like a heading there is none. */
  readonly code: boolean;
}

/** The lines of a Markdown text from an offset on. */
export function* markdownLines(text: string, start: number): Generator<MarkdownLine> {
  let fence: string | undefined;
  for (const line of linesFrom(text, start)) {
    const content = text.slice(line.start, line.end);
    const marks = /^ {0,3}(`{3,}|~{3,})/.exec(content)?.[1];
    const wasCode = fence !== undefined;
    if (marks !== undefined) {
      if (fence === undefined) fence = marks;
      else if (marks[0] === fence[0] && marks.length >= fence.length && isBare(content)) fence = undefined;
    }
    yield { ...line, text: content, code: wasCode || fence !== undefined };
  }
}

/** `## Log` is level 2, title `Log`. */
export function atxHeading(line: MarkdownLine): { level: number; title: string } | undefined {
  if (line.code) return undefined;
  const marks = /^ {0,3}(#{1,6})(?=[ \t]|$)/.exec(line.text);
  if (!marks?.[1]) return undefined;
  return { level: marks[1].length, title: withoutClosingMarks(line.text.slice(marks[0].length).trim()) };
}

function isBare(fenceLine: string): boolean {
  const content = fenceLine.trim();
  return content.replaceAll(content.charAt(0), '') === '';
}

function withoutClosingMarks(title: string): string {
  let end = title.length;
  while (title[end - 1] === '#') end--;
  if (end === title.length) return title;
  if (end === 0) return '';
  return title[end - 1] === ' ' ? title.slice(0, end).trimEnd() : title;
}
