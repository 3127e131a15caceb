import type { Log } from '../connector-log.js';
import type { Farm } from '../connector.config.js';
import { discoverWorkspaces } from './discover-workspaces.js';
import { stampOfKnown } from './known-workspaces.js';
import type { Workspace } from './workspace.js';

/** Looking costs two calls of the system for each agent farm, unless it has written. */
const LOOK_EVERY_MS = 5_000;

/**
 * Finds workspaces that agent farm comes to know while this runs. One that it forgets is served on: a decision for it may
 * be on its way.
 */
export class WorkspaceWatch {
  private stamp: string | undefined;
  private readonly said = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();

  /** `served` is added to here, and nowhere else. */
  constructor(
    private readonly farms: readonly Pick<Farm, 'dir'>[],
    private readonly served: Workspace[],
    private readonly log: Log,
  ) {}

  start(added: (workspace: Workspace) => Promise<void>): void {
    this.timer = setInterval(() => void this.look(added), LOOK_EVERY_MS);
  }

  /** One look after the other. */
  look(added: (workspace: Workspace) => Promise<void>): Promise<void> {
    this.looking = this.looking
      .then(() => this.lookNow(added))
      .catch((error: unknown) => this.log.error({ err: error }, 'workspaces could not be looked for'));
    return this.looking;
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private async lookNow(added: (workspace: Workspace) => Promise<void>): Promise<void> {
    const stamp = (await Promise.all(this.farms.map(({ dir }) => stampOfKnown(dir)))).join('\n');
    if (stamp === this.stamp) return;
    const { workspaces, troubles } = await discoverWorkspaces(this.farms);
    // What could not be read is read again, also when nobody writes it again.
    this.stamp = troubles.length === 0 ? stamp : undefined;
    for (const words of troubles) this.sayOnce(words);
    for (const workspace of workspaces) {
      if (this.served.some(({ path }) => path === workspace.path)) continue;
      this.served.push(workspace);
      this.log.info({ project: workspace.path }, `serving ${workspace.path}, which agent farm knows now`);
      await added(workspace);
    }
  }

  private sayOnce(words: string): void {
    if (this.said.has(words)) return;
    this.said.add(words);
    this.log.warn(words);
  }
}
