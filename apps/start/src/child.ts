import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';

/** The entry levels of the log that tell of trouble. */
const ERROR = 50;

/** What Node prints below an error's own line. */
const BELOW_ERROR = /^\s+at |^Node\.js v/;

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
  readonly logFile: string;
}

/** One of the processes that make up a running Codev HQ. */
export class Child {
  readonly name: string;
  /** Settles when the process is gone, for whatever reason. */
  readonly ended: Promise<ChildEnd>;
  readonly #process: ChildProcess;
  #complaint: string | undefined;

  constructor({ name, args, env, logFile, onLine }: ChildOptions) {
    this.name = name;
    const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 });
    // A full disk ends the log, not what runs.
    log.once('error', (error) => onLine?.(`The log of ${name} cannot be written: ${error.message}`));
    // The channel tells a part when the starter dies, also by kill -9.
    this.#process = spawn(process.execPath, [...args], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    if (this.#process.stdout) {
      createInterface(this.#process.stdout).on('line', (line) => {
        const entry = logEntry(line);
        // A sign-in link is said to people and must not lie about in a file: only log entries are kept.
        if (entry) log.write(`${line}\n`);
        else onLine?.(line);
        if (entry && entry.level >= ERROR) this.#remember(entry.msg);
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
        resolve({ name, how: `could not start: ${error.message}`, logFile });
      });
      this.#process.once('close', (code, signal) => {
        // Who is told of the end is sent to the log: it has to be there by then.
        log.end(() => {
          resolve({ name, how: howItEnded(code, signal, this.#complaint), logFile });
        });
      });
    });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  kill(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** Only what a part complains of can be the reason for its end; its last log entry is about something else. */
  #remember(said: string): void {
    const words = stripVTControlCharacters(said);
    if (words.trim() !== '' && !BELOW_ERROR.test(words)) this.#complaint = words.trim();
  }
}

function logEntry(line: string): { readonly level: number; readonly msg: string } | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || !('level' in value)) return undefined;
    const msg = 'msg' in value && typeof value.msg === 'string' ? value.msg : '';
    return { level: Number(value.level), msg };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // it only looked like one
    throw error;
  }
}

/** A signal came from outside: nothing the part said explains it. */
function howItEnded(
  code: number | null,
  signal: NodeJS.Signals | null,
  complaint: string | undefined,
): string {
  if (signal) return `ended (${signal})`;
  return `ended with exit code ${String(code)}${complaint === undefined ? '' : `: ${complaint}`}`;
}

/** An end that nobody asked for, in words. */
export function inWords({ name, how, logFile }: ChildEnd): string {
  const stop = /[.!?]$/.test(how) ? '' : '.';
  return `${name} ${how}${stop} Its log: ${logFile}`;
}
