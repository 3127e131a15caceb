import { join } from 'node:path';
import { Repository } from './repository.ts';

const PROJECT = 'codev/projects/0412-retry-queue';
export const STATUS_FILE = `${PROJECT}/status.yaml`;
export const SPEC = 'codev/specs/412-retry-queue.md';
export const PLAN = 'codev/plans/412-retry-queue.md';

/** A builder at work in its own worktree, that writes what people read and asks for a gate. */
export class PorchBuilder {
  readonly main = new Repository('shop');
  readonly path: string;

  constructor() {
    this.main.commit('.gitignore', '.builders/\n');
    this.main.commit('README.md', '# Shop\n');
    this.main.commit('src/queue.ts', 'export const limit = 3;\n');
    this.path = join(this.main.path, '.builders/spir-412');
    this.main.git('worktree', 'add', '--quiet', '-b', 'builder/spir-412', this.path);
  }

  write(path: string, text: string): void {
    this.main.write(join('.builders/spir-412', path), text);
  }

  /** A model's review, where porch has it written. */
  consults(phase: string, round: number, model: string, text: string): void {
    this.write(`${PROJECT}/0412-${phase}-iter${round}-${model}.txt`, text);
  }

  asksFor(gate: string, phase: string, passed: readonly string[] = []): void {
    const now = new Date().toISOString();
    const opened = passed
      .map((name) => `  ${name}:\n    status: approved\n    approved_at: '${now}'\n`)
      .join('');
    this.write(
      STATUS_FILE,
      `id: '0412'
title: retry-queue
protocol: spir
phase: ${phase}
plan_phases: []
current_plan_phase: null
gates:
${opened}  ${gate}:
    status: pending
    requested_at: '${now}'
iteration: 1
build_complete: false
history: []
started_at: '2026-03-02T08:41:00.000Z'
updated_at: '${now}'
`,
    );
    this.commit(`chore(porch): 0412 ${phase}`);
  }

  commit(message: string): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', `--message=${message}`);
  }

  /** What its branch says, the newest first. */
  log(): string[] {
    return this.git('log', '--format=%an <%ae> | %s').trim().split('\n');
  }

  git(...args: string[]): string {
    return this.main.git('-C', this.path, ...args);
  }
}
