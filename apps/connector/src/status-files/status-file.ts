/** The folder whose Markdown files are status files, relative to a project. */
export const STATUS_FOLDER = ['codev', 'status'] as const;

/** A status file as it was last read. */
export interface StatusFile {
  readonly projectPath: string;
  /** Relative to the project, with `/` on every platform. */
  readonly path: string;
  readonly content: string;
  /** SHA-256 of the bytes on disk, in hexadecimal. */
  readonly bytesDigest: string;
  /** Whether `content` encodes to exactly those bytes; false for files that are not UTF-8. */
  readonly exact: boolean;
}

export type StatusFileChange =
  | { readonly kind: 'changed'; readonly file: StatusFile }
  | { readonly kind: 'removed'; readonly projectPath: string; readonly path: string };

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
  const steps = path.split('/');
  const name = steps.pop() ?? '';
  return steps.join('/') === STATUS_FOLDER.join('/') && isStatusFileName(name) && !/[\\\0]/.test(name);
}
