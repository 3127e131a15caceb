import { setImmediate as nextTurn } from 'node:timers/promises';
import { connectorMessages, describeIssues, MAX_MANIFEST_FILES } from '@codev-hq/protocol';

/** Lines of a manifest that are checked in one turn of the loop. */
const SLICE = 250;

export type Checked =
  { readonly ok: true; readonly payload: unknown } | { readonly ok: false; readonly error: string };

/** A frame holds 9,000 lines of a manifest: long enough that others would have to wait while they are checked. */
export function isLongManifest(type: string, payload: unknown): payload is { status_files: unknown[] } {
  if (type !== 'sync_response' || typeof payload !== 'object' || payload === null) return false;
  return (
    'status_files' in payload && Array.isArray(payload.status_files) && payload.status_files.length > SLICE
  );
}

/** The schema's own check, some lines at a time; it ends with the first slice that has a mistake. */
export async function checkInSlices(payload: { status_files: unknown[] }): Promise<Checked> {
  const lines = payload.status_files;
  if (lines.length > MAX_MANIFEST_FILES) {
    const error = `A manifest may list ${MAX_MANIFEST_FILES} files; this one has ${lines.length}.`;
    return { ok: false, error };
  }
  const checked: unknown[] = [];
  let whole: Record<string, unknown> = {};
  for (let from = 0; from < lines.length; from += SLICE) {
    const slice = { ...payload, status_files: lines.slice(from, from + SLICE) };
    const parsed = connectorMessages.sync_response.safeParse(slice);
    if (!parsed.success) {
      const where = `The sync_response payload, counting its files from number ${from},`;
      return { ok: false, error: describeIssues(where, parsed.error) };
    }
    whole = parsed.data;
    checked.push(...parsed.data.status_files);
    await nextTurn();
  }
  return { ok: true, payload: { ...whole, status_files: checked } };
}
