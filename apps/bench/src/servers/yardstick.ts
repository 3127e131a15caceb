import { fileURLToPath } from 'node:url';
import type { Target } from '../load/frame-socket.ts';
import { ServerProcess } from './server-process.ts';

const PROCESS = fileURLToPath(new URL('yardstick-process.ts', import.meta.url));

/** The bare server that HQ is measured against. */
export class Yardstick {
  readonly #process: ServerProcess;
  readonly target: Target;

  private constructor(process: ServerProcess, port: number) {
    this.#process = process;
    this.target = { host: '127.0.0.1', port, key: 'none' };
  }

  static async start(): Promise<Yardstick> {
    const server = await ServerProcess.start([PROCESS], {}, /^listening on \d+$/m);
    return new Yardstick(server, Number(/\d+/.exec(server.said)?.[0]));
  }

  get cpuMilliseconds(): number {
    return this.#process.cpuMilliseconds;
  }

  get rss(): number {
    return this.#process.rss;
  }

  async end(): Promise<void> {
    await this.#process.kill();
  }
}
