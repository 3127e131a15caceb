import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { MirrorRepository, type BuilderKey, type StatusFileKey } from '../persistence/mirror.repository.js';
import type { BuilderRow, InstanceRow, StatusFileRow } from '../persistence/tables.js';

/** Milliseconds between two writes; the first change after a pause is written at once. */
const WRITE_EVERY = 25;
const RETRY_AFTER = 1000;

type Pending<Row, Key> = Map<string, { readonly row: Row } | { readonly gone: Key }>;

/**
 * Writes the mirror behind: changes are collected by key, the newest wins, one transaction a batch. What is lost by a
 * kill is at most the last moment's changes, and connectors send those again when they reconnect.
 */
@Injectable()
export class MirrorWriter implements BeforeApplicationShutdown {
  private readonly logger = new Logger(MirrorWriter.name);
  private instances = new Map<string, InstanceRow>();
  private files: Pending<StatusFileRow, StatusFileKey> = new Map();
  private builders: Pending<BuilderRow, BuilderKey> = new Map();
  private lastWrite = 0;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly repository: MirrorRepository) {}

  instance(row: InstanceRow): void {
    this.instances.set(row.instance_id, row);
    this.schedule();
  }

  file(row: StatusFileRow): void {
    this.files.set(keyOf(row.instance_id, row.project_path, row.worktree, row.path), { row });
    this.schedule();
  }

  fileGone(key: StatusFileKey): void {
    this.files.set(keyOf(key.instance_id, key.project_path, key.worktree, key.path), { gone: key });
    this.schedule();
  }

  builder(row: BuilderRow): void {
    this.builders.set(keyOf(row.instance_id, row.project_path, row.worktree, row.builder_id), { row });
    this.schedule();
  }

  builderGone(key: BuilderKey): void {
    this.builders.set(keyOf(key.instance_id, key.project_path, key.worktree, key.builder_id), { gone: key });
    this.schedule();
  }

  /** Resolves once everything handed over so far is stored. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing.then(() => this.write());
    await this.writing;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flush();
    clearTimeout(this.timer);
  }

  private schedule(delay = Math.max(0, this.lastWrite + WRITE_EVERY - Date.now())): void {
    this.timer ??= setTimeout(() => void this.flush(), Math.min(delay, RETRY_AFTER));
  }

  private async write(): Promise<void> {
    if (this.instances.size + this.files.size + this.builders.size === 0) return;
    const { instances, files, builders } = this;
    this.instances = new Map();
    this.files = new Map();
    this.builders = new Map();
    try {
      await this.repository.write({
        instances: [...instances.values()],
        files: [...files.values()].flatMap((p) => ('row' in p ? [p.row] : [])),
        deletedFiles: [...files.values()].flatMap((p) => ('gone' in p ? [p.gone] : [])),
        builders: [...builders.values()].flatMap((p) => ('row' in p ? [p.row] : [])),
        removedBuilders: [...builders.values()].flatMap((p) => ('gone' in p ? [p.gone] : [])),
      });
    } catch (error) {
      this.logger.error(
        error,
        'The mirror could not be written; trying again in a second. Is the disk full?',
      );
      this.instances = new Map([...instances, ...this.instances]);
      this.files = new Map([...files, ...this.files]);
      this.builders = new Map([...builders, ...this.builders]);
      this.schedule(RETRY_AFTER);
    }
    this.lastWrite = Date.now();
  }
}

const keyOf = (...parts: string[]) => JSON.stringify(parts);
