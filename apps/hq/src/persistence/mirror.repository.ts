import { Inject, Injectable } from '@nestjs/common';
import { DATABASE } from './persistence.tokens.js';
import type { Database } from './database.js';
import type { BuilderRow, InstanceRow, StatusFileRow } from './tables.js';

export type StatusFileKey = Pick<StatusFileRow, 'instance_id' | 'project_path' | 'worktree' | 'path'>;
export type BuilderKey = Pick<BuilderRow, 'instance_id' | 'project_path' | 'worktree' | 'builder_id'>;

/** What changed in the mirror since the last write; the newest row of each key. */
export interface MirrorBatch {
  readonly instances: readonly InstanceRow[];
  readonly files: readonly StatusFileRow[];
  readonly deletedFiles: readonly StatusFileKey[];
  readonly builders: readonly BuilderRow[];
  readonly removedBuilders: readonly BuilderKey[];
}

/** Rows in one statement: well below SQLite's limit of bound values. */
const CHUNK = 500;

@Injectable()
export class MirrorRepository {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  async load(): Promise<{ instances: InstanceRow[]; files: StatusFileRow[]; builders: BuilderRow[] }> {
    return {
      instances: await this.db.selectFrom('instance').selectAll().execute(),
      files: await this.db.selectFrom('status_file').selectAll().execute(),
      builders: await this.db.selectFrom('builder').selectAll().execute(),
    };
  }

  /** Writes a batch in one transaction. */
  async write(batch: MirrorBatch): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      for (const rows of chunks(batch.instances)) {
        await tx
          .insertInto('instance')
          .values(rows)
          .onConflict((c) =>
            c.column('instance_id').doUpdateSet((eb) => ({
              owner: eb.ref('excluded.owner'),
              name: eb.ref('excluded.name'),
              version: eb.ref('excluded.version'),
              projects: eb.ref('excluded.projects'),
              features: eb.ref('excluded.features'),
              connected_at: eb.ref('excluded.connected_at'),
              last_ping: eb.ref('excluded.last_ping'),
              last_seen: eb.ref('excluded.last_seen'),
            })),
          )
          .execute();
      }
      for (const key of batch.deletedFiles) {
        await tx
          .deleteFrom('status_file')
          .where('instance_id', '=', key.instance_id)
          .where('project_path', '=', key.project_path)
          .where('worktree', '=', key.worktree)
          .where('path', '=', key.path)
          .execute();
      }
      for (const rows of chunks(batch.files)) {
        await tx
          .insertInto('status_file')
          .values(rows)
          .onConflict((c) =>
            c.columns(['instance_id', 'project_path', 'worktree', 'path']).doUpdateSet((eb) => ({
              content: eb.ref('excluded.content'),
              digest: eb.ref('excluded.digest'),
              git_sha: eb.ref('excluded.git_sha'),
              updated_at: eb.ref('excluded.updated_at'),
              waiting_since: eb.ref('excluded.waiting_since'),
            })),
          )
          .execute();
      }
      for (const key of batch.removedBuilders) {
        await tx
          .deleteFrom('builder')
          .where('instance_id', '=', key.instance_id)
          .where('project_path', '=', key.project_path)
          .where('worktree', '=', key.worktree)
          .where('builder_id', '=', key.builder_id)
          .execute();
      }
      for (const rows of chunks(batch.builders)) {
        await tx
          .insertInto('builder')
          .values(rows)
          .onConflict((c) =>
            c.columns(['instance_id', 'project_path', 'worktree', 'builder_id']).doUpdateSet((eb) => ({
              status: eb.ref('excluded.status'),
              phase: eb.ref('excluded.phase'),
              branch: eb.ref('excluded.branch'),
              updated_at: eb.ref('excluded.updated_at'),
            })),
          )
          .execute();
      }
    });
  }
}

function chunks<T>(rows: readonly T[]): T[][] {
  const result: T[][] = [];
  for (let i = 0; i < rows.length; i += CHUNK) result.push(rows.slice(i, i + CHUNK));
  return result;
}
