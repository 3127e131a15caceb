import type { DiffFile } from './diff-model';

/** What was built before what was written about it: specs, plans and porch's own files are read elsewhere. */
export function codeFirst(files: readonly DiffFile[]): readonly DiffFile[] {
  const isAbout = ({ path }: DiffFile) => path.startsWith('codev/');
  return [...files.filter((file) => !isAbout(file)), ...files.filter(isAbout)];
}
