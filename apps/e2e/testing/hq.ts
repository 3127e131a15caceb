import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Decision, StateSnapshot, WaitingGate } from '@codev-hq/protocol';
import { cleanEnvironment, NodeProcess, ROOT, type Ended } from './node-process.ts';
import { freePort, onCleanUp, scratchFolder } from './scratch.ts';
import { until } from './until.ts';

const run = promisify(execFile);
const MAIN = join(ROOT, 'dist/apps/hq/main.js');
/** As `npm start` and the README start it. */
const OPTIONS = ['--max-semi-space-size=8'];
/** On a machine that is busy with a hundred connectors a start takes its time. */
const START_WITHIN = 60_000;

/** A running HQ with its own data, on its own port, that can be stopped and started again. */
export class Hq {
  readonly url: string;
  readonly #env: NodeJS.ProcessEnv;
  #process: NodeProcess | undefined;
  #readKey: string | undefined;

  private constructor(port: number, env: NodeJS.ProcessEnv) {
    this.url = `http://127.0.0.1:${port}`;
    this.#env = { PORT: String(port), CODEV_HQ_DATA_DIR: scratchFolder('hq'), LOG_LEVEL: 'info', ...env };
  }

  static async start(env: NodeJS.ProcessEnv = {}): Promise<Hq> {
    const hq = new Hq(await freePort(), env);
    onCleanUp(async () => {
      await hq.stop();
    });
    await hq.start();
    return hq;
  }

  async start(): Promise<void> {
    const started = new NodeProcess([...OPTIONS, MAIN], this.#env);
    this.#process = started;
    await until(
      `HQ to answer on ${this.url}`,
      async () => {
        if (!started.running) throw new Error(`HQ did not start:\n${started.output}`);
        return this.healthy();
      },
      START_WITHIN,
    );
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended | undefined> {
    return this.#process?.end(signal);
  }

  get process(): NodeProcess {
    if (!this.#process) throw new Error('HQ has not been started.');
    return this.#process;
  }

  async healthy(): Promise<boolean> {
    return fetch(`${this.url}/health`).then(
      ({ ok }) => ok,
      () => false, // nobody listens
    );
  }

  /** HQ's own command line on the same data; what it printed on stdout. */
  async cli(...args: string[]): Promise<string> {
    const { stdout } = await run(process.execPath, [MAIN, ...args], {
      cwd: ROOT,
      env: { ...cleanEnvironment(), ...this.#env },
    });
    return stdout.trim();
  }

  async connectorKey(name = 'machine'): Promise<string> {
    return this.cli('keys', 'create', '--name', name, '--scopes', 'connector');
  }

  async link(name: string, email: string): Promise<string> {
    return this.cli('link', '--name', name, '--email', email);
  }

  async state(): Promise<StateSnapshot> {
    return (await this.#get('/api/state')) as StateSnapshot;
  }

  async waiting(): Promise<WaitingGate[]> {
    return (await this.#get('/api/gates?state=waiting')) as WaitingGate[];
  }

  async decisions(): Promise<Decision[]> {
    const { decisions } = (await this.#get('/api/decisions')) as { decisions: Decision[] };
    return decisions;
  }

  async #get(path: string): Promise<unknown> {
    this.#readKey ??= await this.cli('keys', 'create', '--name', 'tests', '--scopes', 'read');
    const response = await fetch(this.url + path, { headers: { authorization: `Bearer ${this.#readKey}` } });
    if (!response.ok) throw new Error(`GET ${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  }
}
