import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DIFF_ARTIFACT, type ArtifactRef, type StatusFileModel } from '@codev-hq/protocol';
import { resolveInside } from '../workspaces/contained-path.js';
import { mergeBaseDiff } from '../workspaces/merge-base-diff.js';
import { artifactNamed, foldersFor } from './artifact-places.js';

/** As many as a message may name. */
const MOST = 100;
const LARGEST = 8 * 1024 * 1024;
/** The gate before which a person looks at what was built. */
const DIFF_GATE = 'dev-approval';

/** What lists are made of: the checkout, and the status file's place in it. */
export interface ArtifactQuestion {
  readonly main: string;
  readonly root: string;
  readonly statusFile: string;
  readonly model: StatusFileModel;
  readonly gitRemote?: string | undefined;
}

/** Digests of files by what `stat` says of them, so that only what may have changed is read. */
export class DigestCache {
  private readonly known = new Map<string, { readonly stamp: string; readonly digest: string }>();

  /** Undefined for what is no file, leads out of the checkout or is too large to be read by anybody. */
  async digestOf(root: string, path: string): Promise<{ digest: string; size: number } | undefined> {
    const place = await resolveInside(root, path);
    if (place.kind !== 'inside') return undefined;
    const info = await stat(place.real, { bigint: true }).catch(() => undefined);
    if (!info?.isFile() || info.size > LARGEST) return undefined;
    const stamp = `${info.ino}:${info.size}:${info.mtimeNs}:${info.ctimeNs}`;
    const known = this.known.get(place.real);
    if (known?.stamp === stamp) return { digest: known.digest, size: Number(info.size) };
    const bytes = await bytesOf(place.real);
    if (!bytes) return undefined;
    const digest = sha256(bytes);
    this.known.set(place.real, { stamp, digest });
    return { digest, size: bytes.length };
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
  const diff = waitsForDiff ? await diffArtifact(question) : [];
  return [...read, ...diff, ...pullRequest(question)].slice(0, MOST);
}

async function diffArtifact({ main, root }: ArtifactQuestion): Promise<ArtifactRef[]> {
  const diff = await mergeBaseDiff(main, root);
  if (diff === undefined) return [];
  const { bytes, whole, digest } = diff;
  return [{ kind: 'diff', path: DIFF_ARTIFACT, digest, ...(whole && { size: bytes.length }) }];
}

/** Where the project's code is on GitHub; of other places the address of a pull request is not known. */
function pullRequest({ model, gitRemote }: ArtifactQuestion): ArtifactRef[] {
  const number = model.pull_request?.number;
  const [, repository] = /github\.com[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(gitRemote ?? '') ?? [];
  if (repository === undefined || !/^\d+$/.test(number ?? '')) return [];
  const url = `https://github.com/${repository}/pull/${number}`;
  return [{ kind: 'pull-request', path: url, url, title: `#${number}` }];
}

async function bytesOf(path: string): Promise<Buffer | undefined> {
  // Opening a pipe that took a file's place would wait for its other end.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);
  if (!handle) return undefined;
  try {
    return (await handle.stat()).isFile() ? await handle.readFile() : undefined;
  } finally {
    await handle.close();
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
