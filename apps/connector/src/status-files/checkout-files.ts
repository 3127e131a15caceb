import { parseStatusFile } from '@codev-hq/status-file';
import type { Log } from '../connector-log.js';
import { readStatusFile } from './read-status-file.js';
import { isStatusFilePath, type StatusFile, type WithheldFile } from './status-file.js';
import { lookAtStatusFolder } from './status-folder-scan.js';
import { StatusFolderWatcher } from './status-folder-watcher.js';

interface Known {
  readonly file: StatusFile;
  readonly stamp: string;
  /** Milliseconds; a file written just before it was read may have been written again without a new stamp. */
  readonly readAt: number;
}

/** Long enough for one save's flurry of events, short enough that nobody waits. */
const SETTLE_MS = 10;
const READS_AT_ONCE = 32;
/** File systems stamp with the kernel's coarse clock, some with whole seconds. */
const STAMP_DOUBT_MS = 1_100;

/** Where status files are: a project's main checkout, or one of its worktrees. */
export interface Place {
  readonly projectPath: string;
  /** Absent for the main checkout. */
  readonly worktree?: string;
}

/** Who wants to know of a checkout's status files. */
export interface Listener {
  /** Something about this one is another than before. */
  readonly changed: (path: string) => void;
  /** Copies that came or went. */
  readonly copied: (paths: readonly string[]) => void;
  /** Whether it may be the project's own. Others are copies: that they are there is all there is to know of them. */
  readonly counts: (path: string) => boolean;
}

/** The status files of one checkout: what was last read, and the one place that reads, one pass after the other. */
export class CheckoutFiles {
  private readonly known = new Map<string, Known>();
  private readonly withheldFiles = new Map<string, string>();
  private readonly touched = new Set<string>();
  /** Copies, which are neither read nor watched: each worktree has one of every project. */
  private carried: ReadonlySet<string> = new Set();
  private lookPending = false;
  private settle: NodeJS.Timeout | undefined;
  private pass: Promise<void> = Promise.resolve();
  private watcher: StatusFolderWatcher | undefined;
  private watchedFolders = '';
  private closed = false;

  constructor(
    readonly place: Place,
    private readonly listener: Listener,
    private readonly log: Log,
  ) {}

  get root(): string {
    return this.place.worktree ?? this.place.projectPath;
  }

  list(): StatusFile[] {
    return [...this.known.values()].map(({ file }) => file);
  }

  /** Of all of them, copies too. */
  paths(): string[] {
    return [...this.known.keys(), ...this.carried];
  }

  carries(path: string): boolean {
    return this.known.has(path) || this.carried.has(path);
  }

  get(path: string): StatusFile | undefined {
    return this.known.get(path)?.file;
  }

  withheld(): WithheldFile[] {
    return [...this.withheldFiles].map(([path, reason]) => ({ projectPath: this.root, path, reason }));
  }

  /** Looks at everything now. */
  look(): Promise<void> {
    this.lookPending = true;
    return this.readNow();
  }

  /** Reads this one file now, and tells what it says. */
  async refresh(path: string): Promise<StatusFile | undefined> {
    if (!isStatusFilePath(path)) return undefined;
    this.touched.add(path);
    await this.readNow();
    return this.get(path);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.settle);
    await this.pass;
    await this.watcher?.close();
  }

  private soon(): void {
    if (this.closed) return;
    this.settle ??= setTimeout(() => void this.readNow(), SETTLE_MS);
  }

  /** Passes follow each other, so that an older reading never replaces a newer one. */
  private readNow(): Promise<void> {
    clearTimeout(this.settle);
    this.settle = undefined;
    this.pass = this.pass
      .then(() => this.readPending())
      .catch((error: unknown) => {
        this.log.error({ err: error, project: this.root }, 'status files could not be read');
      });
    return this.pass;
  }

  private async readPending(): Promise<void> {
    if (this.closed) return;
    const paths = new Set(this.touched);
    this.touched.clear();
    if (this.lookPending) {
      this.lookPending = false;
      const look = await lookAtStatusFolder(this.root);
      if (look.folders !== this.watchedFolders) await this.watchAgain(look.folders);
      this.noteCopies([...look.stamps.keys()].filter((path) => !this.listener.counts(path)));
      for (const path of this.doubtful(look.stamps)) paths.add(path);
    }
    const queue = [...paths];
    while (queue.length > 0) await Promise.all(queue.splice(0, READS_AT_ONCE).map((path) => this.read(path)));
  }

  private noteCopies(paths: readonly string[]): void {
    const before = this.carried;
    this.carried = new Set(paths);
    // One that counted until now counts no longer.
    for (const path of paths) if (this.known.delete(path)) this.listener.changed(path);
    const came = paths.filter((path) => !before.has(path));
    const went = [...before].filter((path) => !this.carried.has(path));
    this.listener.copied([...came, ...went]);
  }

  private doubtful(stamps: ReadonlyMap<string, string>): string[] {
    const gone = [...this.known.keys(), ...this.withheldFiles.keys()].filter((path) => !stamps.has(path));
    const different = [...stamps].filter(([path, stamp]) => {
      if (this.carried.has(path)) return false;
      const known = this.known.get(path);
      return known?.stamp !== stamp || modifiedAt(stamp) > known.readAt - STAMP_DOUBT_MS;
    });
    return [...gone, ...different.map(([path]) => path)];
  }

  private async read(path: string): Promise<void> {
    if (!this.listener.counts(path)) return;
    const readAt = Date.now();
    const result = await readStatusFile(this.root, path);
    const before = this.known.get(path)?.file;
    this.noteWithheld(path, result.kind === 'withheld' ? result.reason : undefined);
    if (result.kind === 'read') {
      // Same bytes, same fact: the echo of our own write ends here.
      const same = before?.bytesDigest === result.file.bytesDigest ? before : undefined;
      const model = same?.model ?? parseStatusFile(result.file.content, path);
      this.known.set(path, { file: { ...result.file, ...this.place, model }, stamp: result.stamp, readAt });
      if (!same) this.listener.changed(path);
    } else if (this.known.delete(path)) {
      this.listener.changed(path);
    }
  }

  private noteWithheld(path: string, reason: string | undefined): void {
    if (reason === undefined) {
      this.withheldFiles.delete(path);
    } else if (this.withheldFiles.get(path) !== reason) {
      this.withheldFiles.set(path, reason);
      this.log.warn({ project: this.root, file: path }, `${path} is not shown at HQ: it ${reason}`);
    }
  }

  /** A watch holds on to the folder that was there; when another takes its place, it is blind. */
  private async watchAgain(folders: string): Promise<void> {
    this.watchedFolders = folders;
    const old = this.watcher;
    this.watcher = new StatusFolderWatcher(this.root, this.listener.counts, {
      file: (path) => {
        this.touched.add(path);
        this.soon();
      },
      folder: () => {
        this.lookPending = true;
        this.soon();
      },
      failed: (error) =>
        this.log.warn({ err: error, project: this.root }, 'watching failed; looking every 30 s'),
    });
    await old?.close();
  }
}

function modifiedAt(stamp: string): number {
  return Number(BigInt(stamp.split(':')[2] ?? '0') / 1_000_000n);
}
