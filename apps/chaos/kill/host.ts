import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeProcess, ROOT } from '../../e2e/testing/node-process.ts';
import { onCleanUp, scratchFolder } from '../../e2e/testing/scratch.ts';
import type { Machine } from './machine.ts';
import { ProcessClock } from '../../e2e/testing/process-clock.ts';

const MANY = join(ROOT, 'apps/chaos/kill/connector-host.ts');
const ONE = join(ROOT, 'dist/apps/connector/main.js');

/** A process with connectors in it: the product's own program for one machine, or our host for several. */
export class Host {
  readonly machines: readonly Machine[];
  readonly clock = new ProcessClock();
  readonly #list = join(scratchFolder('host'), 'machines.json');
  #process: NodeProcess | undefined;
  #turn: Promise<void> = Promise.resolve();
  #lastWords = '';

  constructor(machines: readonly Machine[]) {
    this.machines = machines;
    writeFileSync(this.#list, JSON.stringify(machines.map(({ settings }) => settings)));
    onCleanUp(async () => {
      await this.#turn;
      await this.#process?.end('SIGKILL');
    });
  }

  /** Starts without waiting for anything. */
  launch(): void {
    const [first] = this.machines;
    if (!first) throw new Error('A host without machines.');
    const alone = this.machines.length === 1;
    const args = alone ? [ONE, first.repository] : [MANY, this.#list];
    this.#process = new NodeProcess(args, { ...(alone && first.settings.env), ...this.clock.env });
  }

  /** kill -9; `pause` is what happens before it is started again. */
  async crash(pause: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      this.#keepWords();
      await this.#process?.end('SIGKILL');
      await pause();
      this.launch();
    });
    await this.#turn;
  }

  /** A process that ended by itself is a failure of the product. */
  get ended(): string | undefined {
    return this.#process?.running === true ? undefined : (this.#process?.output ?? 'never started');
  }

  get output(): string {
    return this.#lastWords + (this.#process?.output ?? '');
  }

  #keepWords(): void {
    if (this.#process && !this.#process.running)
      throw new Error(`A connector ended by itself:\n${this.#process.output}`);
    this.#lastWords = (this.#lastWords + (this.#process?.output ?? '')).slice(-20_000);
  }
}
