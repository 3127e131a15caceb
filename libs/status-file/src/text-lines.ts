/** One line of a text: `[start, end)` without its line break, `next` where the following line starts. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** The line that starts at `start`. CRLF, LF and a lone CR end a line, as in YAML and CommonMark. */
export function lineAt(text: string, start: number): Line {
  let end = start;
  while (end < text.length && !isBreak(text.charCodeAt(end))) end++;
  const isCrLf = text.charCodeAt(end) === CARRIAGE_RETURN && text.charCodeAt(end + 1) === LINE_FEED;
  return { start, end, next: Math.min(text.length, end + (isCrLf ? 2 : 1)) };
}

/** The lines from `start` to the end of the text. A final line break does not begin another line. */
export function* linesFrom(text: string, start: number): Generator<Line> {
  for (let at = start; at < text.length;) {
    const line = lineAt(text, at);
    yield line;
    at = line.next;
  }
}

/** Where the line that holds `offset` starts. */
export function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && !isBreak(text.charCodeAt(start - 1))) start--;
  return start;
}

/** The number of the line that holds `offset`, from 1. */
export function lineNumber(text: string, offset: number): number {
  let number = 1;
  for (const line of linesFrom(text, 0)) {
    if (offset < line.next) return number;
    if (line.next > line.end) number++;
  }
  return number;
}

/** The line break to use behind `line`: its own, else the text's first, else a line feed. */
export function lineBreakFor(text: string, line: Line): string {
  if (line.next > line.end) return text.slice(line.end, line.next);
  const first = lineAt(text, 0);
  return first.next > first.end ? text.slice(first.end, first.next) : '\n';
}

function isBreak(code: number): boolean {
  return code === LINE_FEED || code === CARRIAGE_RETURN;
}
