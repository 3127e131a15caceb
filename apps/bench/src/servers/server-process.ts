import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Milliseconds a server may take to say where it listens. */
const START_WITHIN = 30_000;

/** Milliseconds in which Linux counts a process's time. */
const TICK = 10;

/** A server under test in a process of its own. */
export class ServerProcess {
  readonly #process: ChildProcess;
  readonly ended: Promise<void>;
  #said = '';

  private constructor(args: readonly string[], env: NodeJS.ProcessEnv) {
    this.#process = spawn(process.execPath, args, {
      env: { ...cleanEnvironment(), ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#process.stdout?.setEncoding('utf8').on('data', (text: string) => (this.#said += text));
    this.ended = new Promise((resolve) => {
      this.#process.once('exit', () => {
        resolve();
      });
    });
  }

  /** Resolves once the server has said `ready`. */
  static async start(args: readonly string[], env: NodeJS.ProcessEnv, ready: RegExp): Promise<ServerProcess> {
    const server = new ServerProcess(args, env);
    await server.#says(ready);
    return server;
  }

  get said(): string {
    return this.#said;
  }

  /** Resident memory in bytes. */
  get rss(): number {
    const status = readFileSync(`/proc/${this.#process.pid ?? 0}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
  }

  /** What all threads of the process have used so far, in user and system. */
  get cpuMilliseconds(): number {
    const stat = readFileSync(`/proc/${this.#process.pid ?? 0}/stat`, 'utf8');
    // The name of the program, in brackets, may hold blanks; 11 fields lie between it and the two times.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK;
  }

  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.ended;
  }

  #says(ready: RegExp): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        reject(new Error(`A server did not start:\n${this.#said}`));
      }, START_WITHIN);
      const look = () => {
        if (!ready.test(this.#said)) return;
        clearTimeout(late);
        resolve();
      };
      this.#process.stdout?.on('data', look);
      this.#process.once('exit', () => {
        reject(new Error(`A server ended while starting:\n${this.#said}`));
      });
    });
  }
}

/** The machine's environment without what would configure HQ or Node from outside. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(CODEV|HOST$|PORT$|LOG_LEVEL$|NODE_OPTIONS$)/.test(name),
  );
  return Object.fromEntries(kept);
}
