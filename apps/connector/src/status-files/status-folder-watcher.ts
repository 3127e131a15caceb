import { basename, join, relative, sep } from 'node:path';
import { watch, type FSWatcher } from 'chokidar';
import {
  isPorchFolderName,
  isStatusFileName,
  isStatusFilePath,
  PORCH_FILE_NAME,
  PORCH_FOLDER,
  STATUS_FOLDER,
} from './status-file.js';

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

  /** What does not count costs no watch. */
  constructor(checkout: string, counts: (path: string) => boolean, events: WatcherEvents) {
    this.watcher = watch(checkout, {
      ignored: (path) => !isOnTheWay(stepsTo(checkout, path), counts),
      depth: DEEPEST,
      ignoreInitial: true,
      // Reads wait for a file to be still themselves; chokidar would poll for it and hold deletions back.
      atomic: false,
      awaitWriteFinish: false,
    });
    const statusFileAt = (path: string): string | undefined => {
      const way = stepsTo(checkout, path).join('/');
      return isStatusFilePath(way) ? way : undefined;
    };
    this.watcher
      .on('all', (event, path) => {
        const file = event.endsWith('Dir') ? undefined : statusFileAt(path);
        if (file === undefined) events.folder();
        else events.file(file);
      })
      // chokidar tells nothing of a path for some time after it told of it: a second save would be missed.
      .on('raw', (_, path, details) => {
        const file = placesNamed(path, details)
          .map(statusFileAt)
          .find((place) => place !== undefined);
        if (file !== undefined) events.file(file);
      })
      .on('ready', events.folder)
      .on('error', events.failed);
  }

  close(): Promise<void> {
    return this.watcher.close();
  }
}

/** Both the folder and each file in it are watched; the system names the file in either case, but need not. */
function placesNamed(path: unknown, details: unknown): string[] {
  const watched = watchedPath(details);
  if (watched === undefined) return [];
  return typeof path === 'string' ? [watched, join(watched, basename(path))] : [watched];
}

function watchedPath(details: unknown): string | undefined {
  if (typeof details !== 'object' || details === null || !('watchedPath' in details)) return undefined;
  return typeof details.watchedPath === 'string' ? details.watchedPath : undefined;
}

function stepsTo(checkout: string, path: string): string[] {
  const way = relative(checkout, path);
  return way === '' ? [] : way.split(sep);
}

/** `codev/projects/<name>/status.yaml`. */
const DEEPEST = PORCH_FOLDER.length + 1;

/** The checkout's folder, the folders down to its status files, and those: nothing else costs a watch. */
function isOnTheWay(steps: readonly string[], counts: (path: string) => boolean): boolean {
  if (leadsTo(STATUS_FOLDER, steps) || leadsTo(PORCH_FOLDER, steps)) return true;
  if (startsWith(steps, STATUS_FOLDER))
    return (
      steps.length === STATUS_FOLDER.length + 1 &&
      isStatusFileName(steps.at(-1) ?? '') &&
      counts(steps.join('/'))
    );
  if (!startsWith(steps, PORCH_FOLDER) || !isPorchFolderName(steps[PORCH_FOLDER.length] ?? '')) return false;
  if (!counts([...steps.slice(0, DEEPEST), PORCH_FILE_NAME].join('/'))) return false;
  return steps.length === DEEPEST || (steps.length === DEEPEST + 1 && steps.at(-1) === PORCH_FILE_NAME);
}

function leadsTo(folder: readonly string[], steps: readonly string[]): boolean {
  return steps.length <= folder.length && steps.every((step, i) => step === folder[i]);
}

function startsWith(steps: readonly string[], folder: readonly string[]): boolean {
  return steps.length > folder.length && folder.every((step, i) => step === steps[i]);
}
