/** The few ways the launcher speaks: a line, and on a terminal a line that is rewritten while something goes on. */
export class Terminal {
  readonly #out: NodeJS.WriteStream;
  #passing = false;

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  line(text = ''): void {
    this.#clear();
    this.#out.write(text === '' ? '\n' : `  ${text}\n`);
  }

  /** Replaced by whatever is said next. Without a terminal it is a line like any other. */
  passing(text: string): void {
    if (!this.#out.isTTY) {
      this.line(text);
      return;
    }
    this.#clear();
    this.#out.write(`  ${text}`.slice(0, (this.#out.columns || 80) - 1));
    this.#passing = true;
  }

  #clear(): void {
    if (this.#passing) this.#out.write('\r\u001b[2K');
    this.#passing = false;
  }
}
