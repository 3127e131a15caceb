import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { stampOf } from './read-status-file.js';
import {
  isPorchFolderName,
  isStatusFileName,
  PORCH_FILE_NAME,
  PORCH_FOLDER,
  STATUS_FOLDER,
  statusFilePath,
} from './status-file.js';

/** What a look at a project's status folder shows: paths with their stamps, and which folders were looked at. */
export interface FolderLook {
  readonly stamps: ReadonlyMap<string, string>;
  /** Changes when the project's folder or one on the way to its status files is replaced. */
  readonly folders: string;
}

export async function lookAtStatusFolder(checkout: string): Promise<FolderLook> {
  const [folders, names, projects] = await Promise.all([
    folderIdentities(checkout),
    namesIn(join(checkout, ...STATUS_FOLDER)),
    namesIn(join(checkout, ...PORCH_FOLDER)),
  ]);
  const paths = [
    ...names.filter(isStatusFileName).map(statusFilePath),
    ...projects.filter(isPorchFolderName).map((name) => [...PORCH_FOLDER, name, PORCH_FILE_NAME].join('/')),
  ];
  const stamps = new Map<string, string>();
  await Promise.all(
    paths.map(async (path) => {
      const info = await stat(join(checkout, path), { bigint: true }).catch(() => undefined);
      if (info) stamps.set(path, stampOf(info));
    }),
  );
  return { stamps, folders };
}

/** A folder that is missing, or not one, holds no status files; it may come at any time. */
function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((): string[] => []);
}

async function folderIdentities(checkout: string): Promise<string> {
  const folders = [
    checkout,
    ...STATUS_FOLDER.map((_, i) => join(checkout, ...STATUS_FOLDER.slice(0, i + 1))),
    join(checkout, ...PORCH_FOLDER),
  ];
  const infos = await Promise.all(
    folders.map((folder) => stat(folder, { bigint: true }).catch(() => undefined)),
  );
  return infos.map((info) => (info ? `${info.dev}:${info.ino}:${info.birthtimeNs}` : '-')).join(' ');
}
