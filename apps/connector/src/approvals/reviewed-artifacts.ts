import { DIFF_ARTIFACT, type ChangedSinceRead } from '@codev-hq/protocol';
import { resolveInside } from '../workspaces/contained-path.js';
import { digestOfFile } from '../workspaces/file-digest.js';
import { mergeBaseDiff, type FileBefore } from '../workspaces/merge-base-diff.js';
import type { Checkout } from './decision-checkout.js';
import type { DecisionOrder, DecisionRefusal } from './decision-order.js';

/** The artifacts that are no longer what the person read, `before` this decision was written into a file. */
export async function changedArtifacts(
  checkout: Checkout,
  order: DecisionOrder,
  before?: FileBefore,
): Promise<readonly ChangedSinceRead[]> {
  const changed: ChangedSinceRead[] = [];
  for (const { path, digest } of order.expected.artifacts ?? []) {
    const now = await digestNow(checkout.path, path, order, before);
    if (now === digest) continue;
    changed.push({ what: 'artifact', path, digest_before: digest, ...(now && { digest_after: now }) });
  }
  return changed;
}

/** As a part of a sentence. */
export function namesOf(changed: readonly ChangedSinceRead[]): string {
  return changed.map(({ path }) => (path === DIFF_ARTIFACT ? 'What was built' : path)).join(', ');
}

export function staleArtifacts(changed: readonly ChangedSinceRead[]): DecisionRefusal {
  return { code: 'STALE', error: staleWords(changed), changed };
}

function staleWords(changed: readonly ChangedSinceRead[]): string {
  if (changed.every(({ path, digest_after: now }) => path === DIFF_ARTIFACT && now === undefined))
    return 'What was built could not be compared again, so that nobody can tell whether it is what was reviewed. Look at it again, then decide.';
  const what = changed.length === 1 ? 'it was reviewed. Look at it' : 'they were reviewed. Look at them';
  return `${namesOf(changed)} changed after ${what} again, then decide.`;
}

async function digestNow(
  root: string,
  path: string,
  order: DecisionOrder,
  before: FileBefore | undefined,
): Promise<string | undefined> {
  if (path === DIFF_ARTIFACT) {
    const diff = await mergeBaseDiff(order.projectPath, root, { before });
    return 'why' in diff ? undefined : diff.digest;
  }
  const place = await resolveInside(root, path);
  return place.kind === 'inside' ? digestOfFile(place.real) : undefined;
}
