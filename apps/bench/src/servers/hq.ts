import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Target } from '../load/frame-socket.ts';
import { cleanEnvironment, ServerProcess } from './server-process.ts';

const run = promisify(execFile);
const MAIN = 'dist/apps/hq/main.js';
const HOST = '127.0.0.1';
const CONNECTOR_KEY = 'the-benchmark-machines-key';

/** HQ as it is built and as README starts it, with everything on but the rate limit, which the load would meet at once. */
export class Hq {
  readonly #dataDir = mkdtempSync(join(tmpdir(), 'codev-hq-bench-'));
  readonly #port: number;
  #process: ServerProcess | undefined;

  private constructor(port: number) {
    this.#port = port;
  }

  static async start(): Promise<Hq> {
    const hq = new Hq(await freePort());
    await hq.start();
    return hq;
  }

  get url(): string {
    return `http://${HOST}:${this.#port}`;
  }

  get target(): Target {
    return { host: HOST, port: this.#port, key: CONNECTOR_KEY };
  }

  get cpuMilliseconds(): number {
    return this.#process?.cpuMilliseconds ?? 0;
  }

  get rss(): number {
    return this.#process?.rss ?? 0;
  }

  async start(): Promise<void> {
    this.#process = await ServerProcess.start(
      ['--max-semi-space-size=8', MAIN],
      this.#env(),
      /^Codev HQ is at /m,
    );
  }

  async kill(): Promise<void> {
    await this.#process?.kill();
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  /** A key for a script, made on HQ's command line. */
  async key(scopes: string): Promise<string> {
    const args = [MAIN, 'keys', 'create', '--name', 'bench', '--scopes', scopes];
    const { stdout } = await run(process.execPath, args, { env: { ...cleanEnvironment(), ...this.#env() } });
    return stdout.trim();
  }

  #env(): NodeJS.ProcessEnv {
    return {
      PORT: String(this.#port),
      CODEV_HQ_DATA_DIR: this.#dataDir,
      CODEV_HQ_API_KEY: CONNECTOR_KEY,
      CODEV_HQ_RATE_LIMIT: '0',
      // Idle machines here send no pings; each section is over long before three heartbeats.
      CODEV_HQ_HEARTBEAT_MS: '120000',
      LOG_LEVEL: 'warn',
    };
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, HOST, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
