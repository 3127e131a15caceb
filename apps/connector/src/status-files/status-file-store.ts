import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Subject } from 'rxjs';
import { LOG, type Log } from '../connector-log.js';
import { PacedLook } from '../workspaces/paced-look.js';
import { WORKSPACES, type Workspace, type Workspaces } from '../workspaces/workspace.js';
import { ProjectCheckouts, type BuilderPlace, type LeftBehind } from './project-checkouts.js';
import type { StatusFile, StatusFileChange, WithheldFile } from './status-file.js';
import { WorkWatch } from './work-watch.js';

/** Heals what a watcher missed: network drives, exhausted watches, a laptop that slept. */
const LOOK_EVERY_MS = 30_000;
/** A builder's worktree comes and goes while this runs; looking costs reading a few small files of git's for each. */
const LOOK_FOR_CHECKOUTS_EVERY_MS = 1_000;
/** With a hundred of them that adds up: one part in so many of the time goes into it. */
const SHARE = 20;

/** The status files of all projects, as they are on disk now, and a stream of what changes. */
@Injectable()
export class StatusFileStore implements OnApplicationShutdown {
  readonly changes = new Subject<StatusFileChange>();
  /** Paths of projects whose builders are others, or have moved on otherwise than in their status files. */
  readonly buildersChanged = new Subject<string>();
  private readonly projects = new Map<string, ProjectCheckouts>();
  private timer: NodeJS.Timeout | undefined;
  private readonly looksForCheckouts = new PacedLook(
    () => this.each((project) => project.lookForCheckouts()),
    LOOK_FOR_CHECKOUTS_EVERY_MS,
    SHARE,
  );
  private readonly work = new WorkWatch(() => this.projects.values());

  constructor(
    @Inject(WORKSPACES) workspaces: Workspaces,
    @Inject(LOG) private readonly log: Log,
  ) {
    for (const workspace of workspaces) this.open(workspace);
  }

  /** Resolves when everything that is there at the start has been read. */
  async start(): Promise<void> {
    await this.look();
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    this.looksForCheckouts.start();
    this.work.start();
  }

  /** Resolves when everything that is there of one more project has been read. */
  async add(workspace: Workspace): Promise<void> {
    await this.open(workspace).look();
  }

  async look(): Promise<void> {
    await this.each((project) => project.look());
  }

  /** Of each status file the copy that is the project's own. */
  list(projectPath: string): StatusFile[] {
    return this.projects.get(projectPath)?.list() ?? [];
  }

  /** Undefined also when the project's own copy is in another checkout. */
  get(projectPath: string, path: string, worktree?: string): StatusFile | undefined {
    return this.projects.get(projectPath)?.get(path, worktree);
  }

  /** Reads the file now instead of waiting for the watcher. */
  async refresh(projectPath: string, path: string, worktree?: string): Promise<StatusFile | undefined> {
    return this.projects.get(projectPath)?.refresh(path, worktree);
  }

  /** Builders' worktrees that are there now. */
  builders(projectPath: string): BuilderPlace[] {
    return this.projects.get(projectPath)?.builders() ?? [];
  }

  /** Roots of a project's checkouts that are there now. */
  checkouts(projectPath: string): string[] {
    return this.projects.get(projectPath)?.roots() ?? [];
  }

  /** Status files that count nowhere: only builders of other projects carry copies of them. */
  leftBehind(projectPath: string): LeftBehind[] {
    return this.projects.get(projectPath)?.leftBehind() ?? [];
  }

  /** Files that are there but shown to nobody, with the reason. */
  withheld(): WithheldFile[] {
    return [...this.projects.values()].flatMap((project) => project.withheld());
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    // All at once: a look that is under way ends where it is.
    const closed = this.each((project) => project.close());
    await Promise.all([closed, this.work.stop(), this.looksForCheckouts.stop()]);
    this.changes.complete();
    this.buildersChanged.complete();
  }

  private open(workspace: Workspace): ProjectCheckouts {
    const project = new ProjectCheckouts(workspace, this.changes, this.buildersChanged, this.log);
    this.projects.set(workspace.path, project);
    return project;
  }

  private async each(work: (project: ProjectCheckouts) => Promise<void>): Promise<void> {
    await Promise.all([...this.projects.values()].map(work));
  }
}
