import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Subject } from 'rxjs';
import { LOG, type Log } from '../connector-log.js';
import { WORKSPACES, type Workspaces } from '../workspaces/workspace.js';
import { ProjectFiles } from './project-files.js';
import type { StatusFile, StatusFileChange, WithheldFile } from './status-file.js';

/** Heals what a watcher missed: network drives, exhausted watches, a laptop that slept. */
const LOOK_EVERY_MS = 30_000;

/** The status files of all projects, as they are on disk now, and a stream of what changes. */
@Injectable()
export class StatusFileStore implements OnApplicationShutdown {
  readonly changes = new Subject<StatusFileChange>();
  private readonly projects: ReadonlyMap<string, ProjectFiles>;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(WORKSPACES) workspaces: Workspaces,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.projects = new Map(
      workspaces.map(({ path }) => [path, new ProjectFiles(path, this.changes, this.log)]),
    );
  }

  /** Resolves when everything that is there at the start has been read. */
  async start(): Promise<void> {
    await this.look();
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
  }

  async look(): Promise<void> {
    await Promise.all([...this.projects.values()].map((project) => project.look()));
  }

  list(projectPath: string): StatusFile[] {
    return this.projects.get(projectPath)?.list() ?? [];
  }

  get(projectPath: string, path: string): StatusFile | undefined {
    return this.projects.get(projectPath)?.get(path);
  }

  /** Reads the file now instead of waiting for the watcher. */
  async refresh(projectPath: string, path: string): Promise<StatusFile | undefined> {
    return this.projects.get(projectPath)?.refresh(path);
  }

  /** Files that are there but shown to nobody, with the reason. */
  withheld(): WithheldFile[] {
    return [...this.projects.values()].flatMap((project) => project.withheld());
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all([...this.projects.values()].map((project) => project.close()));
    this.changes.complete();
  }
}
