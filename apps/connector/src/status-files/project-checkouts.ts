import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Subject } from 'rxjs';
import type { Log } from '../connector-log.js';
import { builderOf, owns, type BuilderCheckout } from '../workspaces/builder-checkout.js';
import { lastSaved } from '../workspaces/last-saved.js';
import type { Workspace } from '../workspaces/workspace.js';
import { branchOf, lastTouched, worktreesOf } from '../workspaces/worktrees.js';
import { CheckoutFiles, type Listener, type Place } from './checkout-files.js';
import { owningCopy } from './owning-copy.js';
import { ShrinkingCopies } from './shrinking-copies.js';
import type { StatusFile, StatusFileChange, WithheldFile } from './status-file.js';

interface Checkout {
  readonly files: CheckoutFiles;
  readonly isMain: boolean;
  builder: BuilderCheckout | undefined;
}

/** A builder's worktree, as far as git's own files tell. */
export interface BuilderPlace extends BuilderCheckout {
  readonly worktree: string;
  readonly branch: string | undefined;
  /** Milliseconds, to the minute: git's last trace there, or when a file was saved that is not committed yet. */
  readonly lastActivity: number;
}

/** A file that counts nowhere, and the checkouts that carry it all the same. */
export interface LeftBehind {
  readonly path: string;
  readonly copies: readonly string[];
}

const MINUTE = 60_000;
/** Each is compared with every checkout, and who is told has work of its own: in between others have their turn. */
const SETTLED_AT_ONCE = 16;

/** What git's own files tell of a worktree. */
interface Seen {
  readonly branch: string | undefined;
  readonly touched: number;
}

/** One project's checkouts and, of each status file, the one copy that is the project's own. */
export class ProjectCheckouts {
  private readonly checkouts = new Map<string, Checkout>();
  private readonly own = new Map<string, StatusFile>();
  private seen = new Map<string, Seen>();
  private readonly saved = new Map<string, number>();
  /**
   * Status files whose copies came or went. Every worktree carries one of each project: of however many worktrees come or
   * go together it is told once, with the next look, and nobody decides by who else has a copy.
   */
  private readonly unsettled = new Set<string>();
  private readonly shrinking = new ShrinkingCopies();
  private looking: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(
    private readonly workspace: Workspace,
    private readonly changes: Subject<StatusFileChange>,
    private readonly buildersChanged: Subject<string>,
    private readonly log: Log,
  ) {
    this.add(workspace.path);
  }

  list(): StatusFile[] {
    return [...this.own.values()];
  }

  /** The project's own copy, when it is in this checkout. */
  get(path: string, worktree?: string): StatusFile | undefined {
    const file = this.own.get(path);
    return file?.worktree === worktree ? file : undefined;
  }

  async refresh(path: string, worktree?: string): Promise<StatusFile | undefined> {
    await this.checkouts.get(worktree ?? this.workspace.path)?.files.refresh(path);
    return this.get(path, worktree);
  }

  builders(): BuilderPlace[] {
    return [...this.checkouts].flatMap(([worktree, { builder }]) =>
      builder ? [this.builderIn(worktree, builder)] : [],
    );
  }

  private builderIn(worktree: string, builder: BuilderCheckout): BuilderPlace {
    const { branch, touched = 0 } = this.seen.get(worktree) ?? {};
    const last = Math.max(touched, this.saved.get(worktree) ?? 0);
    return { ...builder, worktree, branch, lastActivity: Math.floor(last / MINUTE) * MINUTE };
  }

  /** Their roots. */
  roots(): string[] {
    return [...this.checkouts.keys()];
  }

  /** Status files of which only builders of other projects carry copies. */
  leftBehind(): LeftBehind[] {
    const carried = new Map<string, string[]>();
    for (const { files } of this.checkouts.values())
      for (const path of files.paths())
        if (!this.own.has(path)) carried.set(path, [...(carried.get(path) ?? []), files.root]);
    return [...carried].map(([path, copies]) => ({ path, copies }));
  }

  withheld(): WithheldFile[] {
    return [...this.checkouts.values()].flatMap(({ files }) => files.withheld());
  }

  /** Looks at everything now. */
  async look(): Promise<void> {
    await this.lookForCheckouts();
    await Promise.all([...this.checkouts.values()].map(({ files }) => files.look()));
    await this.inTurn(() => this.settleCopies());
  }

  /** Finds new and removed worktrees; one look after the other. */
  lookForCheckouts(): Promise<void> {
    return this.inTurn(() => this.findCheckouts());
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    this.looking = this.looking.then(work).catch((error: unknown) => {
      this.log.error({ err: error, project: this.workspace.path }, 'worktrees could not be looked for');
    });
    return this.looking;
  }

  /** When a builder saved something last: too costly for {@link look}. What was once seen is not forgotten. */
  async lookForWork(worktree: string, stopped?: AbortSignal): Promise<void> {
    const at = await lastSaved(worktree, stopped);
    if (this.closed || !this.checkouts.has(worktree) || at <= (this.saved.get(worktree) ?? 0)) return;
    const before = JSON.stringify(this.builders());
    this.saved.set(worktree, at);
    if (JSON.stringify(this.builders()) !== before) this.buildersChanged.next(this.workspace.path);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.looking;
    await Promise.all([...this.checkouts.values()].map(({ files }) => files.close()));
  }

  private async findCheckouts(): Promise<void> {
    if (this.closed || !this.workspace.isRepository) return;
    this.shrinking.nextLook();
    const found = await worktreesOf(this.workspace.path);
    const before = JSON.stringify(this.builders());
    const seen = new Map(await Promise.all(found.map(async (root) => [root, await look(root)] as const)));
    this.seen = seen;
    await this.remove(
      [...this.checkouts.keys()].filter((root) => root !== this.workspace.path && !seen.has(root)),
    );
    for (const [root, { branch }] of seen) await this.meet(root, builderOf(root, branch));
    await this.settleCopies();
    if (JSON.stringify(this.builders()) !== before) this.buildersChanged.next(this.workspace.path);
  }

  /** A worktree that is there: perhaps it is new, or another builder's than before. */
  private async meet(root: string, builder: BuilderCheckout | undefined): Promise<void> {
    if (this.closed) return;
    const known = this.checkouts.get(root);
    if (!known) await this.add(root, builder).files.look();
    else if (known.builder?.builderId !== builder?.builderId) {
      known.builder = builder;
      await known.files.look();
      this.copied(known.files.paths());
    }
  }

  private add(root: string, builder?: BuilderCheckout): Checkout {
    const isMain = root === this.workspace.path;
    const place: Place = { projectPath: this.workspace.path, ...(!isMain && { worktree: root }) };
    const listener: Listener = {
      changed: (path) => this.settle(path),
      copied: (paths) => this.copied(paths),
      counts: (path) => !checkout.builder || owns(checkout.builder, path),
    };
    const checkout: Checkout = { files: new CheckoutFiles(place, listener, this.log), isMain, builder };
    this.checkouts.set(root, checkout);
    return checkout;
  }

  /** What they owned is another checkout's before anything else is looked at. */
  private async remove(roots: readonly string[]): Promise<void> {
    if (roots.length === 0) return;
    const gone = roots.flatMap((root) => this.checkouts.get(root)?.files ?? []);
    for (const root of roots) {
      this.checkouts.delete(root);
      this.saved.delete(root);
    }
    for (const files of gone) this.copied(files.paths());
    await this.settleCopies();
    await Promise.all(gone.map((files) => files.close()));
  }

  private copied(paths: readonly string[]): void {
    for (const path of paths) this.unsettled.add(path);
  }

  private async settleCopies(): Promise<void> {
    const paths = [...this.unsettled];
    this.unsettled.clear();
    while (paths.length > 0) {
      for (const path of paths.splice(0, SETTLED_AT_ONCE))
        if (this.goOnShrinking(path)) this.unsettled.add(path);
        else this.settle(path);
      await nextTurn();
    }
  }

  /** Only copies went, and others went just before: what is left of them is told when it stays. */
  private goOnShrinking(path: string): boolean {
    const before = this.own.get(path);
    const now = before && this.ownNow(path);
    if (!now || now.worktree !== before.worktree || now.bytesDigest !== before.bytesDigest) return false;
    return this.shrinking.goesOn(path, before.copies ?? [], now.copies ?? []);
  }

  /** Which copy of a path is the project's own now, and tells when that, or what it says, is another than before. */
  private settle(path: string): void {
    if (this.closed) return;
    const before = this.own.get(path);
    const now = this.ownNow(path);
    if (before && before.worktree !== now?.worktree) {
      const { projectPath, worktree } = before;
      this.own.delete(path);
      this.changes.next({ kind: 'removed', projectPath, ...(worktree && { worktree }), path });
    } else if (before && !now) {
      this.own.delete(path);
      this.changes.next({ kind: 'removed', projectPath: before.projectPath, path });
    }
    if (!now || (before && isSame(before, now))) return;
    this.own.set(path, now);
    this.changes.next({ kind: 'changed', file: now });
  }

  private ownNow(path: string): StatusFile | undefined {
    const carriers = [...this.checkouts.values()].filter(({ files }) => files.carries(path));
    const owner = owningCopy(path, carriers);
    const file = owner?.files.get(path);
    if (!file) return undefined;
    const copies = carriers.filter((each) => each !== owner).map(({ files }) => files.root);
    return { ...file, ...(copies.length > 0 && { copies: copies.toSorted() }) };
  }
}

async function look(root: string): Promise<Seen> {
  return { branch: await branchOf(root), touched: await lastTouched(root) };
}

function isSame(a: StatusFile, b: StatusFile): boolean {
  const copies = (file: StatusFile): string => (file.copies ?? []).join('\0');
  return a.worktree === b.worktree && a.bytesDigest === b.bytesDigest && copies(a) === copies(b);
}
