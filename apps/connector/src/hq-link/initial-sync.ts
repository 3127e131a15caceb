import { manifestAnswer, MAX_FRAME_BYTES, type ConnectorPayload } from '@codev-hq/protocol';
import type { Log } from '../connector-log.js';
import type { StatusFile } from '../status-files/status-file.js';
import type { StatusFileStore } from '../status-files/status-file-store.js';
import type { Workspace } from '../workspaces/workspace.js';
import { buildersOf, type BuilderReports } from './builder-reports.js';
import type { StatusSender } from './status-sender.js';
import type { Wire } from './wire.js';

const MANIFEST_MS = 15_000;
const MOST_LISTED = 10_000;
const ENVELOPE_BYTES = 1_024;

export interface SyncParts {
  readonly wire: Wire;
  readonly store: StatusFileStore;
  readonly sender: StatusSender;
  readonly builders: BuilderReports;
  readonly log: Log;
}

/**
 * Makes HQ's mirror of one project equal to the disk: a list of what is there, and only the contents HQ lacks. To an
 * HQ without manifests every file is sent. Answers how many files there are.
 */
export async function syncProject(
  parts: SyncParts,
  workspace: Workspace,
  manifests: boolean,
): Promise<number> {
  const files = parts.store
    .list(workspace.path)
    .filter(({ worktree }) => worktree === undefined || parts.sender.worktrees);
  const builders = manifests ? parts.builders.whole(workspace.path) : [];
  const manifest = manifests ? manifestOf(parts.sender, files, builders, workspace) : undefined;
  const wanted = manifest && (await askWhatIsWanted(parts, manifest));
  for (const file of wanted ?? files) parts.sender.enqueue(file);
  return files.length;
}

/** The whole answer to a base HQ's `sync_request`, as far as it fits into a frame. */
export function fullSyncResponse(
  store: StatusFileStore,
  workspace: Workspace,
): ConnectorPayload<'sync_response'> | undefined {
  const files = store
    .list(workspace.path)
    .filter(({ worktree }) => worktree === undefined)
    .map(({ path, content }) => ({ path, content }));
  return fitting({
    project_path: workspace.path,
    status_files: files,
    builders: buildersOf(store, workspace.path),
  });
}

function manifestOf(
  sender: StatusSender,
  own: readonly StatusFile[],
  builders: ConnectorPayload<'sync_response'>['builders'],
  workspace: Workspace,
): ConnectorPayload<'sync_response'> | undefined {
  const files = own.map((file) => ({
    path: file.path,
    ...sender.beside(file),
    ...(file.exact && { digest: file.bytesDigest }),
  }));
  return fitting({ project_path: workspace.path, status_files: files, builders });
}

/** Undefined when HQ could not take it: then the files go one by one. */
function fitting(payload: ConnectorPayload<'sync_response'>): ConnectorPayload<'sync_response'> | undefined {
  if (payload.status_files.length > MOST_LISTED) return undefined;
  const bytes = Buffer.byteLength(JSON.stringify(payload));
  return bytes + ENVELOPE_BYTES <= MAX_FRAME_BYTES ? payload : undefined;
}

async function askWhatIsWanted(
  { wire, store, log }: SyncParts,
  manifest: ConnectorPayload<'sync_response'>,
): Promise<StatusFile[] | undefined> {
  const answer = await wire.request('sync_response', manifest, MANIFEST_MS);
  const wanted = answer?.success ? manifestAnswer.safeParse(answer.payload).data?.wanted : undefined;
  if (!wanted) {
    log.warn(
      { project: manifest.project_path, answer: answer?.error },
      'HQ did not take the list of files; sending all',
    );
    return undefined;
  }
  // Only what is watched is ever sent, whatever is asked for.
  return wanted.flatMap(({ path, worktree }) => store.get(manifest.project_path, path, worktree) ?? []);
}
