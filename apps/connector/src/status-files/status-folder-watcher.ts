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
    this.watcher
      .on('all', (event, path) => {
        const inFolder = join(statusFolder, basename(path)) === path;
        if (!event.endsWith('Dir') && inFolder) events.file(statusFilePath(basename(path)));
        else events.folder();
      })
      .on('ready', events.folder)
      .on('error', events.failed);
  }

  close(): Promise<void> {
    return this.watcher.close();
  }
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
