import { plainText } from './plain-text.js';
import {
  hasSign,
  lastSign,
  LONGEST_SIGN,
  secretRanges,
  valueFollows,
  type SecretRange,
} from './secret-patterns.js';

export const MASK = '••••••';

/** A line of a key's body, also when the line that began the key is out of sight. Digests in hex are none. */
const KEY_BODY =
  /(?:^|[\s|>+"'])(?=[A-Za-z0-9+/]{0,75}[A-Z])[A-Za-z0-9+/]{60,76}={0,2}(?:\\n)?["',]{0,2}\s*$/;
const KEY_BEGINS = /----[- ]?BEGIN [A-Z0-9]|PuTTY-User-Key-File-\d/;
const KEY_ENDS = /----[- ]?END [A-Z0-9 ]{1,60}-|^Private-MAC:/;
/** Program text that only names a key's first line must not hide what comes behind it for ever. */
const MOST_KEY_LINES = 400;
const PROSE = /^(?![A-Z][\w-]*: )(?!.*[A-Za-z0-9+/=]{40}).*[a-z]{2} +[\w'(]+ +[\w'(]/;
/** The rest of a secret at the start of a line: when it surely goes on there any word, else only what is no plain word. */
const REST = {
  surely: /^["']?[\w.~+/=-]+/,
  perhaps: /^(?=[\w.~+/=-]*(?:\d|[a-z][A-Z]))[\w.~+/=-]{4,}/,
};
const ESCAPE = '\u001b';
const ESCAPE_BEGUN = new RegExp(`${ESCAPE}[[\\]()#;?\\d:]{0,40}$`);
/** A line that is longer is told in parts. */
const MOST_HELD = 64 * 1024;
/** Of what a line ends with, so much is looked at once more together with the next. */
const TAIL = 256;
const SHORT = 16;

/** How a line ends: `open` where Tower, or this mask, broke it off; `perhaps` where nobody can tell. */
type LineEnd = 'closed' | 'perhaps' | 'open';

/**
 * Masks what looks like a secret in text that comes in pieces. A line is told when it is whole. Tower breaks lines wherever
 * a program paused, so what a line ends with is looked at together with the next: a terminal ends its lines with a carriage
 * return, and where one has been seen, a line without one goes on.
 */
export class SecretMask {
  private held = '';
  private keyLines = 0;
  private escape = '';
  private returns = false;
  /** What the next line may go on from; empty when it does not. */
  private tail = '';
  /** Characters of it behind the last sign of a secret. */
  private unsigned = Infinity;
  private ended: LineEnd = 'closed';
  /** A secret went up to the end of the line before. */
  private reached: SecretRange | undefined;

  /** The whole lines that can be told now. */
  add(piece: string): string {
    this.held += piece;
    const end = this.held.lastIndexOf('\n') + 1;
    if (end === 0 && this.held.length < MOST_HELD) return '';
    const cut = end === 0 ? this.held.length : end;
    const whole = this.held.slice(0, cut);
    this.held = this.held.slice(cut);
    return this.mask(whole);
  }

  /** The rest, when nothing comes any more. */
  end(): string {
    const rest = this.held;
    this.held = '';
    return this.mask(rest);
  }

  protected look(text: string): SecretRange[] {
    return secretRanges(text);
  }

  private mask(text: string): string {
    const lines = text.split('\n');
    return lines
      .map((line, i) => (i === lines.length - 1 ? line && this.maskRaw(line, 'open') : this.maskRaw(line)))
      .join('\n');
  }

  /** A line as it was printed; programs that draw over it go back to its start. */
  private maskRaw(raw: string, end?: LineEnd): string {
    let length = raw.length;
    while (raw[length - 1] === '\r') length -= 1;
    const line = raw.slice(0, length);
    this.returns ||= line !== raw;
    const parts = line.split('\r');
    const last = end ?? (line !== raw ? 'closed' : this.returns ? 'open' : 'perhaps');
    return parts.map((part, i) => this.maskPart(part, i < parts.length - 1 ? 'closed' : last)).join('\n');
  }

  private maskPart(part: string, end: LineEnd): string {
    const text = this.escape + part;
    this.escape = end === 'closed' ? '' : (ESCAPE_BEGUN.exec(text.slice(-50))?.[0] ?? '');
    return this.maskLine(plainText(text.slice(0, text.length - this.escape.length)), end);
  }

  private maskLine(line: string, end: LineEnd): string {
    // Tower has one more such line behind each piece that ended with its line.
    if (line === '' && end !== 'closed') return '';
    if (this.isOfKey(line)) {
      this.goOn(line, end, undefined);
      return MASK;
    }
    const ranges = [...this.look(line), ...this.begunBefore(line)];
    const last = ranges.filter((range) => range.end === line.length);
    this.goOn(line, end, last.find(({ open }) => open) ?? last[0]);
    return masked(line, ranges);
  }

  private isOfKey(line: string): boolean {
    const both = this.ended === 'open' ? this.tail.slice(-100) + line : line;
    if (this.keyLines > 0) {
      const ends = KEY_ENDS.test(both);
      const isOver = this.keyLines > MOST_KEY_LINES || PROSE.test(line.slice(0, 200));
      this.keyLines = ends || isOver ? 0 : this.keyLines + 1;
      if (!isOver) return true;
    }
    if (!KEY_BEGINS.test(both)) return KEY_BODY.test(line);
    this.keyLines = KEY_ENDS.test(line) ? 0 : 1;
    return true;
  }

  /** What is a secret in this line together with what the one before ended with. */
  private begunBefore(line: string): SecretRange[] {
    if (this.tail === '') return [];
    const at = this.tail.length;
    // Many short lines are not all looked for in what they end with: a sign of a secret in that is known.
    const mayBegin = this.unsigned <= TAIL || hasSign(this.tail.slice(-LONGEST_SIGN) + line);
    const together = mayBegin ? this.look(this.tail + line).filter(({ end }) => end > at) : [];
    const here = together.map((range) => ({
      ...range,
      start: Math.max(0, range.start - at),
      end: range.end - at,
    }));
    if (!this.reached) return here;
    const isOpen =
      this.ended === 'open' || (this.reached.open && together.some(({ start, open }) => start < at && !open));
    const rest = (this.ended === 'open' ? REST.surely : REST.perhaps).exec(line)?.[0].length ?? 0;
    return [{ start: 0, end: rest }, ...here.filter(({ start }) => start > 0 || isOpen)];
  }

  private goOn(line: string, end: LineEnd, reached: SecretRange | undefined): void {
    const isShort = end === 'open' || (end === 'perhaps' && line.length < SHORT && !this.reached);
    if (this.ended === 'closed' || !isShort) this.forgetTail();
    this.unsigned = this.unsignedBehind(line);
    const together = this.tail + line;
    const follows = valueFollows(line);
    // A line break is a space between an option and what it is set to.
    const tail =
      follows && end !== 'open' ? `${together.replace(/\s{0,8}(?:\\|[|>][+-]?)?$/, '')}\n` : together;
    this.tail = end === 'closed' && !follows ? '' : tail.slice(-TAIL);
    this.ended = end;
    this.reached = end === 'closed' ? undefined : reached;
  }

  private forgetTail(): void {
    this.tail = '';
    this.unsigned = Infinity;
  }

  /** What {@link unsigned} is with one more line; a little is taken off a tail's end, which makes no difference. */
  private unsignedBehind(line: string): number {
    const news = this.tail.slice(-LONGEST_SIGN) + line.slice(-2 * TAIL);
    const end = lastSign(news);
    return end === undefined ? this.unsigned + line.length : news.length - end;
  }
}

function masked(line: string, ranges: readonly SecretRange[]): string {
  let told = '';
  let at = 0;
  let covered = -1;
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    if (end <= at || end === start) continue;
    if (start > covered) told += line.slice(at, start) + MASK;
    at = end;
    covered = end;
  }
  return told + line.slice(at);
}

/** A whole text at once. */
export function withoutSecrets(text: string): string {
  const mask = new SecretMask();
  return mask.add(text) + mask.end();
}
