import type { StatusFileModel } from '@codev-hq/protocol';

/** The folder whose Markdown files are status files, relative to a checkout. */
export const STATUS_FOLDER = ['codev', 'status'] as const;

/** The folder with a folder for each of porch's projects, and the status file in each. */
export const PORCH_FOLDER = ['codev', 'projects'] as const;
export const PORCH_FILE_NAME = 'status.yaml';

/** A status file's bytes as they were last read. */
export interface StatusFileText {
  readonly projectPath: string;
  /** Relative to its checkout, with `/` on every platform. */
  readonly path: string;
  readonly content: string;
  /** SHA-256 of the bytes on disk, in hexadecimal. */
  readonly bytesDigest: string;
  /** Whether `content` encodes to exactly those bytes; false for files that are not UTF-8. */
  readonly exact: boolean;
}

/** A status file as it was last read. */
export interface StatusFile extends StatusFileText {
  /** The root of the worktree it is in; absent in the main checkout. */
  readonly worktree?: string;
  /** Roots of other checkouts that carry a copy of it. */
  readonly copies?: readonly string[];
  /** What it says: understood once, when it was read, since that takes far longer than anything else done with it. */
  readonly model: StatusFileModel;
}

export type StatusFileChange =
  | { readonly kind: 'changed'; readonly file: StatusFile }
  | {
      readonly kind: 'removed';
      readonly projectPath: string;
      readonly worktree?: string;
      readonly path: string;
    };

/** Why a file that is there is not shown to anybody. */
export interface WithheldFile {
  readonly projectPath: string;
  readonly path: string;
  readonly reason: string;
}

export function statusFilePath(name: string): string {
  return [...STATUS_FOLDER, name].join('/');
}

/** Editors keep their own files (`.x.md.swp`, `.#x.md`) beside ours. */
export function isStatusFileName(name: string): boolean {
  return name.endsWith('.md') && !name.startsWith('.');
}

export function isStatusFilePath(path: string): boolean {
  if (/[\\\0]/.test(path)) return false;
  const steps = path.split('/');
  const name = steps.pop() ?? '';
  if (name === PORCH_FILE_NAME) {
    const project = steps.pop() ?? '';
    return isPorchFolderName(project) && steps.join('/') === PORCH_FOLDER.join('/');
  }
  return steps.join('/') === STATUS_FOLDER.join('/') && isStatusFileName(name);
}

export function isPorchFolderName(name: string): boolean {
  return name !== '' && !name.startsWith('.');
}
