import { join } from 'node:path';
import type { Hq } from './hq.ts';
import { NodeProcess, ROOT, type Ended } from './node-process.ts';
import type { Repository } from './repository.ts';
import { onCleanUp, scratchFolder } from './scratch.ts';
import { until } from './until.ts';

const MAIN = join(ROOT, 'dist/apps/connector/main.js');

/** A developer's machine: a connector with its own data that serves repositories, and can be stopped or killed. */
export class Connector {
  readonly name: string;
  readonly #hq: Hq;
  readonly #repositories: readonly Repository[];
  readonly #env: NodeJS.ProcessEnv;
  #process: NodeProcess | undefined;

  private constructor(
    hq: Hq,
    name: string,
    repositories: readonly Repository[],
    key: string,
    env: NodeJS.ProcessEnv,
  ) {
    this.#hq = hq;
    this.name = name;
    this.#repositories = repositories;
    this.#env = {
      CODEV_HQ_URL: `${hq.url.replace('http', 'ws')}/ws`,
      CODEV_HQ_API_KEY: key,
      CODEV_HQ_INSTANCE_NAME: name,
      CODEV_CONNECTOR_DATA_DIR: scratchFolder('connector'),
      LOG_LEVEL: 'debug',
      ...env,
    };
  }

  /** Starts and waits until HQ shows the machine online. */
  static async start(
    hq: Hq,
    name: string,
    repositories: readonly Repository[],
    key?: string,
    env: NodeJS.ProcessEnv = {},
  ): Promise<Connector> {
    const connector = new Connector(hq, name, repositories, key ?? (await hq.connectorKey(name)), env);
    onCleanUp(async () => {
      await connector.stop();
    });
    await connector.start();
    return connector;
  }

  async start(): Promise<void> {
    this.launch();
    await this.online();
  }

  /** Starts without waiting for anything. */
  launch(): void {
    this.#process = new NodeProcess([MAIN, ...this.#repositories.map(({ path }) => path)], this.#env);
  }

  async online(): Promise<void> {
    await until(`${this.name} to be online`, async () => {
      if (this.#process && !this.#process.running)
        throw new Error(`The connector ended:\n${this.#process.output}`);
      return (await this.#shown())?.online;
    });
  }

  async offline(): Promise<void> {
    await until(`${this.name} to be shown offline`, async () => (await this.#shown())?.online === false);
  }

  async stop(): Promise<Ended | undefined> {
    return this.#process?.end('SIGTERM');
  }

  /** kill -9 of the connector alone, as a crash would: what it started lives on. */
  async crash(): Promise<void> {
    await this.#process?.end('SIGKILL');
  }

  get output(): string {
    return this.#process?.output ?? '';
  }

  async #shown() {
    const { instances } = await this.#hq.state();
    return instances.find(({ instance_name }) => instance_name === this.name);
  }
}
