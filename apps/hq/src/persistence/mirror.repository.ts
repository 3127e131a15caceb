import { Inject, Injectable } from '@nestjs/common';
import type { Database } from './database.js';
import {
  deleteBuilders,
  deleteFiles,
  deleteInstances,
  storeBuilders,
  storeFiles,
  storeInstances,
  type BuilderKey,
  type StatusFileKey,
} from './mirror-statements.js';
import { DATABASE, ROW_WRITER } from './persistence.tokens.js';
import { rowWork, type RowWriter } from './row-work.js';
import type { BuilderRow, InstanceRow, StatusFileRow } from './tables.js';

/** What changed in the mirror since the last write; the newest row of each key. */
export interface MirrorBatch {
  readonly instances: readonly InstanceRow[];
  readonly files: readonly StatusFileRow[];
  readonly deletedFiles: readonly StatusFileKey[];
  readonly builders: readonly BuilderRow[];
  readonly removedBuilders: readonly BuilderKey[];
  readonly removedInstances: readonly string[];
}

@Injectable()
export class MirrorRepository {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(ROW_WRITER) private readonly writer: RowWriter,
  ) {}

  async load(): Promise<{ instances: InstanceRow[]; files: StatusFileRow[]; builders: BuilderRow[] }> {
    return {
      instances: await this.db.selectFrom('instance').selectAll().execute(),
      files: await this.db.selectFrom('status_file').selectAll().execute(),
      builders: await this.db.selectFrom('builder').selectAll().execute(),
    };
  }

  /** Writes a batch in one transaction, without keeping this thread from its connections. */
  async write(batch: MirrorBatch): Promise<void> {
    await this.writer.write([
      rowWork(storeInstances, batch.instances),
      rowWork(deleteFiles, batch.deletedFiles),
      rowWork(storeFiles, batch.files),
      rowWork(deleteBuilders, batch.removedBuilders),
      rowWork(storeBuilders, batch.builders),
      rowWork(
        deleteInstances,
        batch.removedInstances.map((instance_id) => ({ instance_id })),
      ),
    ]);
  }
}
