import type { ConnectorPayload } from '@codev-hq/protocol';
import { parseStatusFile } from '@codev-hq/status-file';
import { builderState } from '../status-files/builder-state.js';
import type { BuilderPlace } from '../status-files/project-checkouts.js';
import type { StatusFile } from '../status-files/status-file.js';
import type { StatusFileStore } from '../status-files/status-file-store.js';
import { owns } from '../workspaces/builder-checkout.js';
import type { Wire } from './wire.js';

type Builder = ConnectorPayload<'sync_response'>['builders'][number];

/** A project's builders as they are now, by their worktrees: ids differ by source. */
export function buildersOf(store: StatusFileStore, projectPath: string): Builder[] {
  const files = store.list(projectPath);
  return store.builders(projectPath).map((builder) => {
    const own = files.find((file) => file.worktree === builder.worktree && owns(builder, file.path));
    return described(builder, own);
  });
}

function described(builder: BuilderPlace, own: StatusFile | undefined): Builder {
  const { builderId, worktree, branch, lastActivity } = builder;
  return {
    builder_id: builderId,
    worktree,
    ...builderState(own && parseStatusFile(own.content, own.path)),
    ...(branch !== undefined && { branch }),
    ...(lastActivity > 0 && { last_activity: new Date(lastActivity).toISOString() }),
  };
}

/** Tells HQ of builders on one connection: what the manifest said is known, and only what is another is told. */
export class BuilderReports {
  private readonly told = new Map<string, Map<string, Builder>>();

  constructor(
    private readonly wire: Wire,
    private readonly store: StatusFileStore,
  ) {}

  /** What goes into a manifest, which HQ takes for all there is. */
  whole(projectPath: string): Builder[] {
    const builders = buildersOf(this.store, projectPath);
    this.told.set(projectPath, byWorktree(builders));
    return builders;
  }

  update(projectPath: string): void {
    const before = this.told.get(projectPath) ?? new Map<string, Builder>();
    const now = byWorktree(buildersOf(this.store, projectPath));
    for (const [worktree, builder] of before)
      if (!now.has(worktree)) this.send(projectPath, { ...builder, removed: true });
    for (const [worktree, builder] of now)
      if (JSON.stringify(before.get(worktree)) !== JSON.stringify(builder)) this.send(projectPath, builder);
    this.told.set(projectPath, now);
  }

  private send(projectPath: string, builder: Builder & { removed?: true }): void {
    this.wire.send('builder_update', { project_path: projectPath, ...builder });
  }
}

function byWorktree(builders: readonly Builder[]): Map<string, Builder> {
  return new Map(builders.map((builder) => [builder.worktree ?? '', builder]));
}
