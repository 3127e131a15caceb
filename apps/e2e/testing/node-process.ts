import { spawn, type ChildProcess } from 'node:child_process';

/** Nx and npm run everything in the workspace's folder. */
export const ROOT = process.cwd();

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One of the built programs, running for real. */
export class NodeProcess {
  readonly ended: Promise<Ended>;
  readonly #process: ChildProcess;
  #output = '';

  constructor(args: readonly string[], env: NodeJS.ProcessEnv, cwd: string = ROOT) {
    this.#process = spawn(process.execPath, [...args], {
      cwd,
      env: { ...cleanEnvironment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        this.#output += chunk;
      });
    }
    this.ended = new Promise((resolve, reject) => {
      this.#process.once('error', reject);
      this.#process.once('close', (code, signal) => {
        resolve({ code, signal });
      });
    });
  }

  /** Everything it has said so far. */
  get output(): string {
    return this.#output;
  }

  get pid(): number {
    if (this.#process.pid === undefined) throw new Error('The process did not start.');
    return this.#process.pid;
  }

  get running(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<Ended> {
    if (this.running) this.#process.kill(signal);
    return this.ended;
  }
}

/** The machine's environment without what would configure the programs or git from outside. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(CODEV|GIT|HOST$|PORT$|LOG_LEVEL$|NODE_OPTIONS$)/.test(name),
  );
  return Object.fromEntries(kept);
}
