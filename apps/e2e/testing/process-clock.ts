import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './node-process.ts';
import { scratchFolder } from './scratch.ts';

const SHIFTED = pathToFileURL(join(ROOT, 'apps/e2e/testing/shifted-clock.ts')).href;

/** The clock of processes, which can be set wrong while they run; it stays wrong after a restart. */
export class ProcessClock {
  readonly #file = join(scratchFolder('clock'), 'shift');

  constructor() {
    this.jump(0);
  }

  /** The environment of a process that goes by this clock. */
  get env(): Record<string, string> {
    return { CLOCK_FILE: this.#file, NODE_OPTIONS: `--import ${SHIFTED} --no-warnings` };
  }

  /** From now on the process thinks it is this much later than it is. */
  jump(ms: number): void {
    // Never half written: a process that reads nothing would be back in the present for a moment.
    writeFileSync(`${this.#file}.new`, String(ms));
    renameSync(`${this.#file}.new`, this.#file);
  }
}
