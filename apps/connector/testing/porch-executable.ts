import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { TempFolder } from './temp-repository.js';

/** What happens while porch runs. */
export interface PorchControl {
  readonly checks?: readonly {
    readonly print?: string;
    /** Goes on, with a program of its own, until this file is there. */
    readonly until?: string;
    readonly fails?: string;
  }[];
  /** A shell command that runs between the checks and the approval, as another program may. */
  readonly meanwhile?: string;
  /** An `index.lock` that another git holds while porch adds its file. */
  readonly lock?: string;
}

export interface PorchRecord {
  readonly pid: number;
  readonly cwd: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** An executable that behaves as porch does; see fake-porch.mjs. */
export class FakePorch extends TempFolder {
  readonly program = join(this.path, 'porch');

  constructor(control: PorchControl = {}) {
    super();
    this.control(control);
    const script = join(__dirname, 'fake-porch.mjs');
    this.write('porch', `#!/bin/sh\nexec "${process.execPath}" "${script}" "${this.path}" "$@"\n`);
    this.executable('porch');
  }

  control(control: PorchControl): void {
    this.write('control.json', JSON.stringify(control));
  }

  get runs(): PorchRecord[] {
    if (!existsSync(join(this.path, 'runs.jsonl'))) return [];
    const lines = readFileSync(join(this.path, 'runs.jsonl'), 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line) as PorchRecord);
  }

  /** Whom it woke itself. */
  get woken(): string[] {
    const path = join(this.path, 'woken.jsonl');
    return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
  }

  /** As a builder or a person at the machine runs it; its exit code proves nothing. */
  run(cwd: string, ...args: readonly string[]): number | null {
    return spawnSync(this.program, args, { cwd, stdio: 'ignore' }).status;
  }

  /** The process that a check started and waits with. */
  async checkProcess(): Promise<number> {
    const path = join(this.path, 'check.pid');
    const pid = (): number => (existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0);
    await new Promise<void>((resolve) => {
      const watcher = watch(this.path, () => look());
      const look = (): void => {
        if (pid() === 0) return;
        watcher.close();
        resolve();
      };
      look();
    });
    return pid();
  }
}
