import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HUMAN_GATE, type Machine } from './machine.ts';
import type { Seeded } from './seeded.ts';

/** Agents that go on working in the status files while people decide about them. */
export class Agents {
  logLines = 0;
  rewrites = 0;
  readonly #machines: readonly Machine[];
  readonly #random: Seeded;

  constructor(machines: readonly Machine[], random: Seeded) {
    this.#machines = machines;
    this.#random = random;
  }

  work(): void {
    const machine = this.#random.pick(this.#machines);
    const file = this.#random.pick(machine.files);
    const path = join(machine.repository, file.path);
    if (!file.contested) {
      appendFileSync(path, `- Step ${this.#random.between(1, 99)} done\n`);
      this.logLines += 1;
      return;
    }
    const text = readFileSync(path, 'utf8');
    const [, gate = ''] = HUMAN_GATE.split('.');
    const rewritten = text.replace(
      new RegExp(`${gate}: \\{ status: pending[^}]*\\}`),
      `${gate}: { status: pending, round: ${this.#random.between(2, 99)} }`,
    );
    if (rewritten === text) return;
    writeFileSync(`${path}.tmp`, rewritten);
    renameSync(`${path}.tmp`, path);
    this.rewrites += 1;
  }
}
