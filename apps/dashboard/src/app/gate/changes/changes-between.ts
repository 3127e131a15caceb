import type { ArtifactRef } from '@codev-hq/protocol';
import { changedFiles, noLongerChanged } from './changed-files';
import { compare } from './comparer';
import type { DiffFile } from './diff-model';
import { parseUnifiedDiff } from './unified-diff';

export type Changes =
  | { readonly kind: 'files'; readonly files: readonly DiffFile[]; readonly dropped: readonly string[] }
  /** Hardly a line in common, or too long to compare. */
  | { readonly kind: 'too-different' };

export interface Versions {
  readonly kind: ArtifactRef['kind'] | 'status';
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** What changed between two versions. Of a diff: which of its files. */
export async function changesBetween(versions: Versions, signal?: AbortSignal): Promise<Changes> {
  const { kind, path, before, after } = versions;
  if (kind === 'diff') {
    const [was, is] = [parseUnifiedDiff(before), parseUnifiedDiff(after)];
    return { kind: 'files', files: changedFiles(was, is), dropped: noLongerChanged(was, is) };
  }
  const file = await compare({ path, before, after }, signal);
  return file ? { kind: 'files', files: [file], dropped: [] } : { kind: 'too-different' };
}
