import { SecretMask } from './secret-mask.js';

const EVERY_MS = 100;
/** Characters of one message, and of all of them: what is longer is read on the machine. */
const MOST_AT_ONCE = 16_000;
const MOST_IN_ALL = 256 * 1024;
const MORE = '\n… more is printed on that machine, and not sent.\n';

/** Gathers what a program prints into a few pieces a second: whole lines, without secrets, and no more than a person reads. */
export class OutputPieces {
  private readonly mask = new SecretMask();
  private waiting = '';
  private told = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly tell: (piece: string) => void) {}

  add(text: string): void {
    if (this.told >= MOST_IN_ALL) return;
    this.waiting += text;
    if (this.told + this.waiting.length >= MOST_IN_ALL) {
      this.waiting = this.waiting.slice(0, MOST_IN_ALL - this.told) + MORE;
      this.flush();
      this.told = MOST_IN_ALL;
    } else {
      this.timer ??= setTimeout(() => this.flush(), EVERY_MS);
    }
  }

  /** Tells the rest. */
  end(): void {
    this.flush(true);
  }

  private flush(isEnd = false): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const text = this.mask.add(this.waiting) + (isEnd ? this.mask.end() : '');
    this.told += this.waiting.length;
    this.waiting = '';
    for (let at = 0; at < text.length; at += MOST_AT_ONCE)
      this.tell(text.slice(at, at + MOST_AT_ONCE).toWellFormed());
  }
}
