import { readFile } from 'node:fs/promises';
import { DIFF_ARTIFACT } from '@codev-hq/protocol';
import { resolveInside } from '../workspaces/contained-path.js';
import { mergeBaseDiff } from '../workspaces/merge-base-diff.js';
import type { Checkout } from './decision-checkout.js';
import type { DecisionOrder } from './decision-order.js';
import { bytesDigest } from './gate-edit.js';

/** The first artifact that is no longer what the person read, or undefined. */
export async function changedArtifact(
  { path: root }: Checkout,
  order: DecisionOrder,
): Promise<string | undefined> {
  for (const { path, digest } of order.expected.artifacts ?? []) {
    if (path === DIFF_ARTIFACT) {
      const text = await mergeBaseDiff(order.projectPath, root);
      if (text === undefined || bytesDigest(Buffer.from(text)) !== digest) return 'What was built';
      continue;
    }
    const place = await resolveInside(root, path);
    if (place.kind !== 'inside') return path;
    const bytes = await readFile(place.real).catch(() => undefined);
    if (!bytes || bytesDigest(bytes) !== digest) return path;
  }
  return undefined;
}
