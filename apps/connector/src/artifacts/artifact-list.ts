import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DIFF_ARTIFACT, type ArtifactRef, type StatusFileModel } from '@codev-hq/protocol';
import { resolveInside } from '../workspaces/contained-path.js';
import { digestOfFile, MOST_COMPARED } from '../workspaces/file-digest.js';
import { mergeBaseDiff } from '../workspaces/merge-base-diff.js';
import { artifactNamed, foldersFor } from './artifact-places.js';

/** As many as a message may name. */
const MOST = 100;
/** The gate before which a person looks at what was built. */
const DIFF_GATE = 'dev-approval';

/** What lists are made of: the checkout, and the status file's place in it. */
export interface ArtifactQuestion {
  readonly main: string;
  readonly root: string;
  readonly statusFile: string;
  readonly model: StatusFileModel;
  readonly gitRemote?: string | undefined;
  /** How long the difference may take. */
  readonly diffLimitMs: number;
}

export interface FileFacts {
  readonly digest?: string;
  /** Bytes. */
  readonly size: number;
}

/** Digests of files by what `stat` says of them, so that only what may have changed is read. */
export class DigestCache {
  private readonly known = new Map<string, { readonly stamp: string; readonly digest: string }>();

  /** Undefined for what is no file or leads out of the checkout; without a digest when it is too large to be compared. */
  async digestOf(root: string, path: string): Promise<FileFacts | undefined> {
    const place = await resolveInside(root, path);
    if (place.kind !== 'inside') return undefined;
    const info = await stat(place.real, { bigint: true }).catch(() => undefined);
    if (!info?.isFile()) return undefined;
    const size = Number(info.size);
    if (size > MOST_COMPARED) return { size };
    const stamp = `${info.ino}:${info.size}:${info.mtimeNs}:${info.ctimeNs}`;
    const known = this.known.get(place.real);
    if (known?.stamp === stamp) return { digest: known.digest, size };
    const digest = await digestOfFile(place.real);
    if (digest === undefined) return undefined;
    this.known.set(place.real, { stamp, digest });
    return { digest, size };
  }
}

/** What a person reads before deciding on this file's gates, with digests. */
export async function artifactsFor(question: ArtifactQuestion, digests: DigestCache): Promise<ArtifactRef[]> {
  const { root, statusFile, model } = question;
  const named = await Promise.all(
    foldersFor(statusFile).map(async (folder) => {
      const names = await readdir(join(root, folder)).catch((): string[] => []);
      return names.toSorted().flatMap((name) => artifactNamed(statusFile, folder, name) ?? []);
    }),
  );
  const files = await Promise.all(
    named.flat().map(async (artifact) => ({ artifact, facts: await digests.digestOf(root, artifact.path) })),
  );
  const read = files.flatMap(({ artifact, facts }) => (facts ? [{ ...artifact, ...facts }] : []));
  const waitsForDiff = model.gates.some(({ name, waiting }) => waiting && name === DIFF_GATE);
  const diff = waitsForDiff ? [await diffArtifact(question)] : [];
  const others = [...diff, ...pullRequest(question)];
  return [...read.slice(0, MOST - others.length), ...others];
}

/** Without a digest when it could not be made: it is missed by whoever reads, and no decision is bound to it. */
async function diffArtifact({ main, root, diffLimitMs }: ArtifactQuestion): Promise<ArtifactRef> {
  const ref = { kind: 'diff', path: DIFF_ARTIFACT } as const;
  const diff = await mergeBaseDiff(main, root, { limitMs: diffLimitMs });
  if ('why' in diff) return ref;
  const { bytes, whole, digest } = diff;
  return { ...ref, digest, ...(whole && { size: bytes.length }) };
}

/** Where the project's code is on GitHub; of other places the address of a pull request is not known. */
function pullRequest({ model, gitRemote }: ArtifactQuestion): ArtifactRef[] {
  const number = model.pull_request?.number;
  const [, repository] = /github\.com[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(gitRemote ?? '') ?? [];
  if (repository === undefined || !/^\d+$/.test(number ?? '')) return [];
  const url = `https://github.com/${repository}/pull/${number}`;
  return [{ kind: 'pull-request', path: url, url, title: `#${number}` }];
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
