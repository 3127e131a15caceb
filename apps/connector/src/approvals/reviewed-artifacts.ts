import { readFile } from 'node:fs/promises';
import { DIFF_ARTIFACT, type ChangedSinceRead } from '@codev-hq/protocol';
import { resolveInside } from '../workspaces/contained-path.js';
import { mergeBaseDiff } from '../workspaces/merge-base-diff.js';
import type { Checkout } from './decision-checkout.js';
import type { DecisionOrder, DecisionRefusal } from './decision-order.js';
import { bytesDigest } from './gate-edit.js';

/** The artifacts that are no longer what the person read. */
export async function changedArtifacts(
  checkout: Checkout,
  order: DecisionOrder,
): Promise<readonly ChangedSinceRead[]> {
  const changed: ChangedSinceRead[] = [];
  for (const { path, digest } of order.expected.artifacts ?? []) {
    const now = await digestNow(checkout.path, path, order);
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
  const what = changed.length === 1 ? 'it was reviewed. Look at it' : 'they were reviewed. Look at them';
  return {
    code: 'STALE',
    error: `${namesOf(changed)} changed after ${what} again, then decide.`,
    changed,
  };
}

async function digestNow(root: string, path: string, order: DecisionOrder): Promise<string | undefined> {
  if (path === DIFF_ARTIFACT) return (await mergeBaseDiff(order.projectPath, root))?.digest;
  const place = await resolveInside(root, path);
  const bytes = place.kind === 'inside' ? await readFile(place.real).catch(() => undefined) : undefined;
  return bytes && bytesDigest(bytes);
}
