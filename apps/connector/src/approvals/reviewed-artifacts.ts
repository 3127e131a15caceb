import { readFile } from 'node:fs/promises';
import { resolveInside } from '../workspaces/contained-path.js';
import type { ApprovalOrder } from './approval-order.js';
import { bytesDigest } from './gate-edit.js';

/** The first artifact that is no longer what the person read, or undefined. */
export async function changedArtifact(order: ApprovalOrder): Promise<string | undefined> {
  for (const { path, digest } of order.expected.artifacts ?? []) {
    const place = await resolveInside(order.projectPath, path);
    if (place.kind !== 'inside') return path;
    const bytes = await readFile(place.real).catch(() => undefined);
    if (!bytes || bytesDigest(bytes) !== digest) return path;
  }
  return undefined;
}
