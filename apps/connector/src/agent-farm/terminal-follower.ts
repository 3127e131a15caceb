import { OutputBudget } from './output-budget.js';
import { SecretMask, withoutSecrets } from './secret-mask.js';
import { newLines } from './terminal-tail.js';
import type { TowerClient, TowerResult } from './tower-client.js';

/** Tower keeps 1,000 lines unless told otherwise. */
const MOST_LINES = 2_000;
const MOST_LINE_CHARS = 16_000;
const MOST_ANSWER_CHARS = 128 * 1024;
const PIECE_CHARS = 32 * 1024;
const BYTES_PER_MINUTE = 10 * 1024 * 1024;

/** Where a terminal's output goes; `hasRoom` is false while the network is behind. */
export interface TerminalSink {
  readonly isOpen: boolean;
  readonly hasRoom: boolean;
  readonly send: (sessionId: string, data: Buffer, sequence: number) => void;
}

/** One terminal that somebody at HQ looks at: what is new since the last look, without what looks like a secret. */
export class TerminalFollower {
  private lines: readonly string[] = [];
  private readonly mask = new SecretMask();
  private sequence = 0;
  private leftOut = 0;
  private looked = false;
  private pass: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly tower: Pick<TowerClient, 'output'>,
    readonly sessionId: string,
    private readonly budget = new OutputBudget(BYTES_PER_MINUTE),
  ) {}

  /** Sends what came since the last look to whoever is there by then, one look after the other. */
  look(sinkNow: () => TerminalSink | undefined): Promise<TowerResult<readonly string[]>> {
    const mine = this.pass.then(() => this.lookNow(sinkNow));
    this.pass = mine;
    return mine;
  }

  /** The last lines as they were at the last look. */
  last(count: number): string[] {
    const all = withoutSecrets(this.lines.join('\n')).split('\n');
    const lines = all.slice(-count).map((line) => line.slice(0, MOST_LINE_CHARS).toWellFormed());
    // Escaped, a character may take six bytes of a message.
    let room = MOST_ANSWER_CHARS;
    const fits = lines.toReversed().filter((line) => (room -= line.length + 3) >= 0);
    return fits.toReversed();
  }

  get total(): number {
    return this.lines.length;
  }

  private async lookNow(sinkNow: () => TerminalSink | undefined): Promise<TowerResult<readonly string[]>> {
    const kept = await this.read();
    if (kept.kind !== 'answered') return kept;
    const news = newLines(this.lines, kept.value);
    const isFirst = !this.looked;
    this.lines = kept.value;
    this.looked = true;
    const text = news.lines.map((line) => `${line}\n`).join('');
    const gap = news.gap ? '[… some lines are missing here …]\n' : '';
    // What was there before somebody looked goes through the mask too: a key may have begun in it.
    const told = gap + this.mask.add(text);
    const sink = sinkNow();
    if (!isFirst && sink && told) this.send(told, sink);
    return kept;
  }

  private async read(): Promise<TowerResult<readonly string[]>> {
    const first = await this.tower.output(this.sessionId, MOST_LINES, 0);
    if (first.kind !== 'answered') return first;
    const { lines, total } = first.value;
    if (total <= lines.length) return { kind: 'answered', value: lines };
    const rest = await this.tower.output(this.sessionId, MOST_LINES, Math.max(0, total - MOST_LINES));
    return rest.kind === 'answered' ? { kind: 'answered', value: rest.value.lines } : rest;
  }

  private send(text: string, sink: TerminalSink): void {
    for (let at = 0; at < text.length; at += PIECE_CHARS) {
      const piece = Buffer.from(text.slice(at, at + PIECE_CHARS).toWellFormed(), 'utf8');
      if (sink.hasRoom && this.budget.take(piece.length, Date.now())) this.sendPiece(piece, sink);
      else this.leftOut += piece.length;
    }
  }

  private sendPiece(piece: Buffer, sink: TerminalSink): void {
    const missing = this.leftOut;
    this.leftOut = 0;
    const marker = `[… ${missing} bytes were left out here: too much at once …]\n`;
    const data = missing > 0 ? Buffer.concat([Buffer.from(marker, 'utf8'), piece]) : piece;
    sink.send(this.sessionId, data, this.sequence++);
  }
}
