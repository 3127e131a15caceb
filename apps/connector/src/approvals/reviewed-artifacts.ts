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
    const bytes = await bytesOf(checkout.path, path, order);
    const now = bytes && bytesDigest(bytes);
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

async function bytesOf(root: string, path: string, order: DecisionOrder): Promise<Buffer | undefined> {
  if (path === DIFF_ARTIFACT) {
    const text = await mergeBaseDiff(order.projectPath, root);
    return text === undefined ? undefined : Buffer.from(text);
  }
  const place = await resolveInside(root, path);
  return place.kind === 'inside' ? readFile(place.real).catch(() => undefined) : undefined;
}
