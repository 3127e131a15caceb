import { artifactAnswer, type ArtifactAnswer } from '@codev-hq/protocol/artifact';
import { askHq, type HqAnswer } from './hq-http';

/** Where an artifact is: the checkout of its status file. */
export interface ArtifactPlace {
  readonly instance_id: string;
  readonly project_path: string;
  readonly worktree?: string | undefined;
}

/** The machine is asked piece by piece, and may be at the far end of a slow line. */
const PATIENCE_MS = 60_000;

/** An artifact's text, from its machine through HQ, which keeps nothing of it. With `at` as that commit has it. */
export function askArtifact(
  place: ArtifactPlace,
  path: string,
  { at, signal }: { readonly at?: string; readonly signal?: AbortSignal } = {},
): Promise<HqAnswer<ArtifactAnswer>> {
  const query = new URLSearchParams({
    instance_id: place.instance_id,
    project_path: place.project_path,
    ...(place.worktree !== undefined && { worktree: place.worktree }),
    path,
    ...(at !== undefined && { at }),
  });
  return askHq(`/api/artifact?${query.toString()}`, artifactAnswer, {
    timeoutMs: PATIENCE_MS,
    ...(signal && { signal }),
  });
}
