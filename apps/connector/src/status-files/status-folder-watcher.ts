import { basename, join, relative, sep } from 'node:path';
import { watch, type FSWatcher } from 'chokidar';
import { isStatusFileName, STATUS_FOLDER, statusFilePath } from './status-file.js';

export interface WatcherEvents {
  /** Something happened to this status file. */
  readonly file: (path: string) => void;
  /** Something happened to the folders: look at all of it. */
  readonly folder: () => void;
  readonly failed: (error: unknown) => void;
}

/** Tells at once that there is something to look at; what it is, reading the files tells. */
export class StatusFolderWatcher {
  private readonly watcher: FSWatcher;

  constructor(projectPath: string, events: WatcherEvents) {
    this.watcher = watch(projectPath, {
      ignored: (path) => !isOnTheWay(projectPath, path),
      depth: STATUS_FOLDER.length,
      ignoreInitial: true,
      // Reads wait for a file to be still themselves; chokidar would poll for it and hold deletions back.
      atomic: false,
      awaitWriteFinish: false,
    });
    const statusFolder = join(projectPath, ...STATUS_FOLDER);
    const above = new Set([projectPath, join(projectPath, STATUS_FOLDER[0])]);
    this.watcher
      .on('all', (event, path) => {
        const inFolder = join(statusFolder, basename(path)) === path;
        if (!event.endsWith('Dir') && inFolder) events.file(statusFilePath(basename(path)));
        else events.folder();
      })
      // chokidar tells nothing of a path for some time after it told of it: a second save would be missed.
      .on('raw', (_, path, details) => {
        const name = fileNamed(path, details);
        if (name !== undefined && !above.has(watchedPath(details) ?? '')) events.file(statusFilePath(name));
      })
      .on('ready', events.folder)
      .on('error', events.failed);
  }

  close(): Promise<void> {
    return this.watcher.close();
  }
}

/** Both the folder and each file in it are watched; the system names the file in either case, but need not. */
function fileNamed(path: unknown, details: unknown): string | undefined {
  const names = [path, watchedPath(details)].filter((each) => typeof each === 'string');
  return names.map((each) => basename(each)).find(isStatusFileName);
}

function watchedPath(details: unknown): string | undefined {
  if (typeof details !== 'object' || details === null || !('watchedPath' in details)) return undefined;
  return typeof details.watchedPath === 'string' ? details.watchedPath : undefined;
}

/** The project's folder, the folders down to its status files, and those: nothing else costs a watch. */
function isOnTheWay(projectPath: string, path: string): boolean {
  const way = relative(projectPath, path);
  if (way === '') return true;
  const steps = way.split(sep);
  const deepest = STATUS_FOLDER.length;
  if (steps.length > deepest + 1) return false;
  if (!steps.slice(0, deepest).every((step, i) => step === STATUS_FOLDER[i])) return false;
  return steps.length <= deepest || isStatusFileName(steps[deepest] ?? '');
}
