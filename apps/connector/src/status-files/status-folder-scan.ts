import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { stampOf } from './read-status-file.js';
import { isStatusFileName, STATUS_FOLDER, statusFilePath } from './status-file.js';

/** What a look at a project's status folder shows: paths with their stamps, and which folders were looked at. */
export interface FolderLook {
  readonly stamps: ReadonlyMap<string, string>;
  /** Changes when the project's folder or one on the way to its status files is replaced. */
  readonly folders: string;
}

export async function lookAtStatusFolder(projectPath: string): Promise<FolderLook> {
  const folder = join(projectPath, ...STATUS_FOLDER);
  const [folders, names] = await Promise.all([folderIdentities(projectPath), namesIn(folder)]);
  const stamps = new Map<string, string>();
  await Promise.all(
    names.map(async (name) => {
      const info = await stat(join(folder, name), { bigint: true }).catch(() => undefined);
      if (info) stamps.set(statusFilePath(name), stampOf(info));
    }),
  );
  return { stamps, folders };
}

async function namesIn(folder: string): Promise<string[]> {
  // A folder that is missing, or not one, holds no status files; it may come at any time.
  const names = await readdir(folder).catch((): string[] => []);
  return names.filter(isStatusFileName);
}

async function folderIdentities(projectPath: string): Promise<string> {
  const folders = [
    projectPath,
    ...STATUS_FOLDER.map((_, i) => join(projectPath, ...STATUS_FOLDER.slice(0, i + 1))),
  ];
  const infos = await Promise.all(
    folders.map((folder) => stat(folder, { bigint: true }).catch(() => undefined)),
  );
  return infos.map((info) => (info ? `${info.dev}:${info.ino}:${info.birthtimeNs}` : '-')).join(' ');
}
