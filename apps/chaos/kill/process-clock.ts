import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../e2e/testing/node-process.ts';
import { scratchFolder } from '../../e2e/testing/scratch.ts';

const PROBE = pathToFileURL(join(ROOT, 'apps/chaos/kill/process-probe.ts')).href;

/** The environment that loads the probe into a process and everything like it that it starts. */
export function probed(env: Record<string, string>): Record<string, string> {
  return { ...env, NODE_OPTIONS: `--import ${PROBE} --no-warnings` };
}

/** The clock of one process, which can be set wrong while it runs; it stays wrong after a restart. */
export class ProcessClock {
  readonly #file = join(scratchFolder('clock'), 'shift');

  constructor() {
    this.jump(0);
  }

  get env(): Record<string, string> {
    return probed({ CHAOS_CLOCK_FILE: this.#file });
  }

  /** From now on the process thinks it is this much later than it is. */
  jump(ms: number): void {
    writeFileSync(this.#file, String(ms));
  }
}
