import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { BuilderKey, StatusFileKey } from '../persistence/mirror-statements.js';
import { MirrorRepository, type MirrorBatch } from '../persistence/mirror.repository.js';
import type { BuilderRow, InstanceRow } from '../persistence/tables.js';
import type { FileRecord } from './file-record.js';
import { placeKey } from './mirror-records.js';

/** Milliseconds between two writes; the first change after a pause is written at once. */
const WRITE_EVERY = 100;
const RETRY_AFTER = 1000;
/** Rows of one transaction: a decision that comes meanwhile waits for no more. */
const ROWS = 32;

type Pending<Row, Key> = Map<string, { readonly row: Row } | { readonly gone: Key }>;

const NOTHING: MirrorBatch = {
  instances: [],
  files: [],
  deletedFiles: [],
  builders: [],
  removedBuilders: [],
  removedInstances: [],
};

/**
 * Writes the mirror behind: changes are collected by key, the newest wins. What is lost by a kill is at most the last
 * moment's changes, and connectors send those again when they reconnect.
 */
@Injectable()
export class MirrorWriter implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Mirror');
  private instances: Pending<InstanceRow, string> = new Map();
  private files: Pending<FileRecord, StatusFileKey> = new Map();
  private builders: Pending<BuilderRow, BuilderKey> = new Map();
  private lastWrite = 0;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly repository: MirrorRepository) {}

  instance(row: InstanceRow): void {
    this.instances.set(row.instance_id, { row });
    this.schedule();
  }

  instanceGone(instanceId: string): void {
    this.instances.set(instanceId, { gone: instanceId });
    this.schedule();
  }

  file(file: FileRecord): void {
    this.files.set(file.key, { row: file });
    this.schedule();
  }

  fileGone(key: StatusFileKey): void {
    this.files.set(placeKey(key), { gone: key });
    this.schedule();
  }

  builder(row: BuilderRow): void {
    this.builders.set(keyOfBuilder(row), { row });
    this.schedule();
  }

  builderGone(key: BuilderKey): void {
    this.builders.set(keyOfBuilder(key), { gone: key });
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
      await this.store(instances, files, builders);
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

  /** Instances before what belongs to them. All of it can be written twice, so a failure starts over. */
  private async store(
    instances: Pending<InstanceRow, string>,
    files: Pending<FileRecord, StatusFileKey>,
    builders: Pending<BuilderRow, BuilderKey>,
  ): Promise<void> {
    const inParts = async <T>(all: T[], batchOf: (part: T[]) => Partial<MirrorBatch>) => {
      for (let i = 0; i < all.length; i += ROWS) {
        await this.repository.write({ ...NOTHING, ...batchOf(all.slice(i, i + ROWS)) });
      }
    };
    await inParts(recordsOf(instances), (part) => ({ instances: part }));
    await inParts(recordsOf(files), (part) => ({ files: part.map((file) => file.stored()) }));
    await inParts(goneOf(files), (part) => ({ deletedFiles: part }));
    await inParts(recordsOf(builders), (part) => ({ builders: part }));
    await inParts(goneOf(builders), (part) => ({ removedBuilders: part }));
    await inParts(goneOf(instances), (part) => ({ removedInstances: part }));
  }
}

function recordsOf<Row, Key>(pending: Pending<Row, Key>): Row[] {
  return [...pending.values()].flatMap((one) => ('row' in one ? [one.row] : []));
}

function goneOf<Row, Key>(pending: Pending<Row, Key>): Key[] {
  return [...pending.values()].flatMap((one) => ('gone' in one ? [one.gone] : []));
}

const keyOfBuilder = (key: BuilderKey) => placeKey({ ...key, path: key.builder_id });
