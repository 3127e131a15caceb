import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { ArtifactRef, HqPayload } from '@codev-hq/protocol';
import { Subject, type Subscription } from 'rxjs';
import { LOG, type Log } from '../connector-log.js';
import type { StatusFile } from '../status-files/status-file.js';
import { StatusFileStore } from '../status-files/status-file-store.js';
import { PacedLook } from '../workspaces/paced-look.js';
import { WORKSPACES, type Workspace, type Workspaces } from '../workspaces/workspace.js';
import { DIFF_LIMIT_MS } from '../workspaces/merge-base-diff.js';
import { artifactsFor, DigestCache } from './artifact-list.js';
import { readArtifact, type ArtifactRead } from './read-artifact.js';

/** Looking costs a few directory listings for each file with a gate that waits; only what has changed is read. */
const LOOK_EVERY_MS = 1_000;
/** Before a dev gate it takes a diff as well, which may be long: a fifth of the time at most, however many wait. */
const SHARE = 5;
/** A builder commits what is to be read and its request together. */
const SETTLE_MS = 20;

/** What people read before they decide on gates that wait now, by digests, and a stream of what changes. */
@Injectable()
export class ArtifactStore implements OnApplicationShutdown {
  /** Status files whose artifacts are others than before. */
  readonly changes = new Subject<StatusFile>();
  private readonly known = new Map<string, readonly ArtifactRef[]>();
  private readonly digests = new DigestCache();
  protected readonly diffLimitMs: number = DIFF_LIMIT_MS;
  private looking: Promise<void> | undefined;
  private readonly looks = new PacedLook(() => this.look(), LOOK_EVERY_MS, SHARE);
  private again: NodeJS.Timeout | undefined;
  private subscription: Subscription | undefined;

  constructor(
    @Inject(WORKSPACES) private readonly workspaces: Workspaces,
    readonly files: StatusFileStore,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async start(): Promise<void> {
    await this.look();
    this.looks.start();
    // A gate that begins to wait is told with what to read as soon as that is known.
    this.subscription = this.files.changes.subscribe(() => this.soon());
  }

  /** Undefined for files without a waiting gate: nobody reads for them. */
  of(file: StatusFile): readonly ArtifactRef[] | undefined {
    return this.known.get(keyOf(file));
  }

  /** Looks at everything now; who asks meanwhile shares the look. */
  look(): Promise<void> {
    this.looking ??= this.lookAtAll()
      .catch((error: unknown) => this.log.error({ err: error }, 'artifacts could not be looked at'))
      .finally(() => (this.looking = undefined));
    return this.looking;
  }

  /** Only of a project that is served, and of a worktree that is one of its checkouts now. */
  async read(request: HqPayload<'artifact_request'>): Promise<ArtifactRead> {
    const { project_path: main, worktree: root = main, path, offset = 0, at } = request;
    const workspace = this.workspaces.find((each) => each.path === main);
    const isThere = workspace && this.files.checkouts(main).includes(root);
    if (!isThere) {
      const error = `This connector does not serve ${root}.`;
      return { ok: false, refusal: { code: 'PROJECT_NOT_FOUND', error } };
    }
    return readArtifact({ main, root, path, offset, at, diffLimitMs: this.diffLimitMs }, this.digests);
  }

  async onApplicationShutdown(): Promise<void> {
    this.subscription?.unsubscribe();
    clearTimeout(this.again);
    await this.looks.stop();
    await this.looking;
    this.changes.complete();
  }

  /** Once for a burst of changes, and after the look that is under way. */
  private soon(): void {
    this.again ??= setTimeout(() => {
      this.again = undefined;
      void (this.looking ?? Promise.resolve()).then(() => this.look());
    }, SETTLE_MS);
  }

  private async lookAtAll(): Promise<void> {
    const present = new Set<string>();
    for (const workspace of this.workspaces)
      for (const file of this.files.list(workspace.path))
        if (await this.lookAt(workspace, file)) present.add(keyOf(file));
    for (const key of this.known.keys()) if (!present.has(key)) this.known.delete(key);
  }

  private async lookAt(workspace: Workspace, file: StatusFile): Promise<boolean> {
    const { model } = file;
    if (!model.gates.some(({ waiting }) => waiting)) return false;
    const question = {
      main: workspace.path,
      root: file.worktree ?? workspace.path,
      statusFile: file.path,
      model,
      gitRemote: workspace.gitRemote,
      diffLimitMs: this.diffLimitMs,
    };
    const now = await artifactsFor(question, this.digests);
    const before = this.known.get(keyOf(file)) ?? [];
    this.known.set(keyOf(file), now);
    if (JSON.stringify(before) !== JSON.stringify(now)) this.changes.next(file);
    return true;
  }
}

function keyOf({ projectPath, worktree = '', path }: StatusFile): string {
  return `${projectPath}\0${worktree}\0${path}`;
}
