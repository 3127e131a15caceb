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

/**
 * chokidar swallows what happens to a path for up to 100 ms after it told of it (50 ms for changes). One more look
 * after that finds it; a file that is as it was then costs a read and nothing else.
 */
const DEAF_MS = 120;

/** Tells at once that there is something to look at; what it is, reading the files tells. */
export class StatusFolderWatcher {
  private readonly watcher: FSWatcher;
  private readonly secondLooks = new Map<string, NodeJS.Timeout>();

  constructor(
    projectPath: string,
    private readonly events: WatcherEvents,
  ) {
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
        if (!event.endsWith('Dir') && inFolder) this.tell(statusFilePath(basename(path)));
        else events.folder();
      })
      .on('ready', events.folder)
      .on('error', events.failed);
  }

  close(): Promise<void> {
    for (const timer of this.secondLooks.values()) clearTimeout(timer);
    return this.watcher.close();
  }

  private tell(path: string): void {
    this.events.file(path);
    clearTimeout(this.secondLooks.get(path));
    const timer = setTimeout(() => {
      this.secondLooks.delete(path);
      this.events.file(path);
    }, DEAF_MS);
    this.secondLooks.set(path, timer);
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
