import type { ConnectorPayload } from '@codev-hq/protocol';
import { builderState } from '../status-files/builder-state.js';
import type { BuilderPlace } from '../status-files/project-checkouts.js';
import type { StatusFile } from '../status-files/status-file.js';
import type { StatusFileStore } from '../status-files/status-file-store.js';
import { owns } from '../workspaces/builder-checkout.js';
import type { Wire } from './wire.js';

type Builder = ConnectorPayload<'sync_response'>['builders'][number];
type Files = Pick<StatusFileStore, 'list' | 'builders'>;
type Told = Builder & { readonly removed?: true };

/** A project's builders as they are now, by their worktrees: ids differ by source. */
export function buildersOf(store: Files, projectPath: string): Builder[] {
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
    ...builderState(own?.model),
    ...(branch !== undefined && { branch }),
    ...(lastActivity > 0 && { last_activity: new Date(lastActivity).toISOString() }),
  };
}

/** Long enough for one burst of changes, short enough that nobody waits. */
const SETTLE_MS = 20;

/**
 * Tells HQ of builders on one connection: what the manifest said is known, and only what is another is told. That is found
 * out once for a burst of changes, and told at the pace HQ accepts: an update that it refuses would be lost.
 */
export class BuilderReports {
  private readonly told = new Map<string, Map<string, Builder>>();
  /** Paths of projects whose builders may be others than HQ was told. */
  private readonly waiting = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly wire: Pick<Wire, 'send' | 'wait'>,
    private readonly store: Files,
  ) {}

  /** What goes into a manifest, which HQ takes for all there is. */
  whole(projectPath: string): Builder[] {
    const builders = buildersOf(this.store, projectPath);
    this.told.set(projectPath, byWorktree(builders));
    return builders;
  }

  update(projectPath: string): void {
    this.waiting.add(projectPath);
    this.tellIn(SETTLE_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.waiting.clear();
  }

  private tellIn(ms: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.tell();
    }, ms);
  }

  private tell(): void {
    for (const projectPath of this.waiting) {
      const told = this.toldOf(projectPath);
      for (const [worktree, builder] of this.news(projectPath, told)) {
        if (this.wire.wait > 0) {
          this.tellIn(this.wire.wait);
          return;
        }
        this.wire.send('builder_update', { project_path: projectPath, ...builder });
        if (builder.removed) told.delete(worktree);
        else told.set(worktree, builder);
      }
      this.waiting.delete(projectPath);
    }
  }

  private toldOf(projectPath: string): Map<string, Builder> {
    const told = this.told.get(projectPath) ?? new Map<string, Builder>();
    this.told.set(projectPath, told);
    return told;
  }

  private news(projectPath: string, told: ReadonlyMap<string, Builder>): [string, Told][] {
    const now = byWorktree(buildersOf(this.store, projectPath));
    const gone = [...told].filter(([worktree]) => !now.has(worktree));
    const others = [...now].filter(
      ([worktree, builder]) => JSON.stringify(told.get(worktree)) !== JSON.stringify(builder),
    );
    return [
      ...gone.map(([worktree, builder]): [string, Told] => [worktree, { ...builder, removed: true }]),
      ...others,
    ];
  }
}

function byWorktree(builders: readonly Builder[]): Map<string, Builder> {
  return new Map(builders.map((builder) => [builder.worktree ?? '', builder]));
}
