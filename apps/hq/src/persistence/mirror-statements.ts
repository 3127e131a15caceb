import type { RowStatement } from './row-work.js';
import type { BuilderRow, InstanceRow, StatusFileRow } from './tables.js';

export type StatusFileKey = Pick<StatusFileRow, 'instance_id' | 'project_path' | 'worktree' | 'path'>;
export type BuilderKey = Pick<BuilderRow, 'instance_id' | 'project_path' | 'worktree' | 'builder_id'>;

export const storeInstances: RowStatement<InstanceRow> = (db, rows) =>
  db
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
    );

export const deleteInstances: RowStatement<Pick<InstanceRow, 'instance_id'>> = (db, keys) =>
  db
    .deleteFrom('instance')
    .where((eb) => eb.or(keys.map(({ instance_id }) => eb('instance_id', '=', instance_id))));

export const storeFiles: RowStatement<StatusFileRow> = (db, rows) =>
  db
    .insertInto('status_file')
    .values(rows)
    .onConflict((c) =>
      c.columns(['instance_id', 'project_path', 'worktree', 'path']).doUpdateSet((eb) => ({
        content: eb.ref('excluded.content'),
        digest: eb.ref('excluded.digest'),
        git_sha: eb.ref('excluded.git_sha'),
        updated_at: eb.ref('excluded.updated_at'),
        waiting_since: eb.ref('excluded.waiting_since'),
        artifacts: eb.ref('excluded.artifacts'),
        copies: eb.ref('excluded.copies'),
      })),
    );

export const deleteFiles: RowStatement<StatusFileKey> = (db, keys) =>
  db
    .deleteFrom('status_file')
    .where((eb) =>
      eb.or(
        keys.map(({ instance_id, project_path, worktree, path }) =>
          eb.and({ instance_id, project_path, worktree, path }),
        ),
      ),
    );

export const storeBuilders: RowStatement<BuilderRow> = (db, rows) =>
  db
    .insertInto('builder')
    .values(rows)
    .onConflict((c) =>
      c.columns(['instance_id', 'project_path', 'worktree', 'builder_id']).doUpdateSet((eb) => ({
        status: eb.ref('excluded.status'),
        phase: eb.ref('excluded.phase'),
        branch: eb.ref('excluded.branch'),
        last_activity: eb.ref('excluded.last_activity'),
        updated_at: eb.ref('excluded.updated_at'),
      })),
    );

export const deleteBuilders: RowStatement<BuilderKey> = (db, keys) =>
  db
    .deleteFrom('builder')
    .where((eb) =>
      eb.or(
        keys.map(({ instance_id, project_path, worktree, builder_id }) =>
          eb.and({ instance_id, project_path, worktree, builder_id }),
        ),
      ),
    );
