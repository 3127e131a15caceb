import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

const LAST_WORDS = 5;

export interface ChildOptions {
  readonly name: string;
  /** Arguments to Node: the script and its own. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** Called with what it says to people; its structured log goes to the file only. */
  readonly onLine?: (line: string) => void;
}

export interface ChildEnd {
  readonly name: string;
  readonly how: string;
}

/** One of the processes that make up a running Codev HQ. */
export class Child {
  readonly name: string;
  /** Settles when the process is gone, for whatever reason. */
  readonly ended: Promise<ChildEnd>;
  readonly #process: ChildProcess;
  readonly #said: string[] = [];

  constructor({ name, args, env, logFile, onLine }: ChildOptions) {
    this.name = name;
    const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 });
    this.#process = spawn(process.execPath, [...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    if (this.#process.stdout) {
      createInterface(this.#process.stdout).on('line', (line) => {
        const entry = logEntry(line);
        // A sign-in link is said to people and must not lie about in a file: only log entries are kept.
        if (entry) log.write(`${line}\n`);
        else onLine?.(line);
        this.#remember(entry ? entry.msg : line);
      });
    }
    if (this.#process.stderr) {
      createInterface(this.#process.stderr).on('line', (line) => {
        log.write(`${line}\n`);
        this.#remember(line);
      });
    }
    this.ended = new Promise((resolve) => {
      this.#process.once('error', (error) => {
        resolve({ name, how: error.message });
      });
      this.#process.once('close', (code, signal) => {
        log.end();
        resolve({ name, how: howItEnded(code, signal, this.#said) });
      });
    });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  kill(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  #remember(words: string): void {
    if (words.trim() === '') return;
    this.#said.push(words.trim());
    if (this.#said.length > LAST_WORDS) this.#said.shift();
  }
}

function logEntry(line: string): { readonly msg: string } | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'level' in value
      ? { msg: 'msg' in value && typeof value.msg === 'string' ? value.msg : '' }
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // it only looked like one
    throw error;
  }
}

function howItEnded(code: number | null, signal: NodeJS.Signals | null, said: readonly string[]): string {
  const how = signal ? `by ${signal}` : `with exit code ${String(code)}`;
  const words = said.at(-1);
  return words ? `${how}: ${words}` : how;
}
