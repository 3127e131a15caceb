import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from '../../testing/repository.ts';
import { porchStatus, type WrittenStatus } from './status-texts.ts';

/** An agent at work in a worktree of its own, as porch and agent farm have it. */
export class Builder {
  readonly #repository: Repository;
  readonly #folder: string;
  #status: WrittenStatus;

  constructor(repository: Repository, status: WrittenStatus) {
    this.#repository = repository;
    this.#status = status;
    const number = status.id.replace(/^0+/, '');
    this.#folder = `.builders/spir-${number}`;
    const path = join(repository.path, this.#folder);
    repository.git('worktree', 'add', '--quiet', '-b', `builder/spir-${number}`, path);
    this.isAt(status);
  }

  get project(): string {
    return `codev/projects/${this.#status.id}-${this.#status.title}`;
  }

  /** A text that people read, or code. */
  writes(path: string, text: string): void {
    this.#repository.write(join(this.#folder, path), text);
  }

  /** A model's review, where porch has it written. */
  consults(phase: string, model: string, text: string): void {
    this.writes(`${this.project}/${this.#status.id}-${phase}-iter1-${model}.txt`, text);
  }

  isAt(status: Partial<WrittenStatus>): void {
    this.#status = { ...this.#status, ...status };
    this.writes(`${this.project}/status.yaml`, porchStatus(this.#status));
    this.commits(`chore(porch): ${this.#status.id} ${this.#status.phase}`);
  }

  commits(message: string): void {
    this.#git('add', '--all');
    this.#git('commit', '--quiet', '--allow-empty', `--message=${message}`);
  }

  /** Git's own files say when it moved last. */
  movedLast(at: number): void {
    const own = this.#git('rev-parse', '--absolute-git-dir').trim();
    for (const mark of ['logs/HEAD', 'index']) utimesSync(join(own, mark), at / 1000, at / 1000);
  }

  #git(...args: string[]): string {
    return this.#repository.git('-C', join(this.#repository.path, this.#folder), ...args);
  }
}
