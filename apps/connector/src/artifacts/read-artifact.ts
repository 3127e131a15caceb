import { readFile, stat } from 'node:fs/promises';
import { DIFF_ARTIFACT, MAX_ARTIFACT_BYTES, type ArtifactAnswer, type Refusal } from '@codev-hq/protocol';
import { committedFile, isOnBranch } from '../workspaces/committed-file.js';
import { resolveInside } from '../workspaces/contained-path.js';
import { beginningOfFile } from '../workspaces/file-digest.js';
import { mergeBaseDiff } from '../workspaces/merge-base-diff.js';
import { sha256, type DigestCache, type FileFacts } from './artifact-list.js';
import { mayBeSent } from './artifact-places.js';

export type ArtifactRead =
  { readonly ok: true; readonly answer: ArtifactAnswer } | { readonly ok: false; readonly refusal: Refusal };

/** Escaped, a byte may take six: this much always fits into a frame. */
const PIECE = 128 * 1024;
/** What is larger is read from its beginning only. */
const LARGEST = 8 * 1024 * 1024;

/** Which artifact of which checkout, and which part of it. */
export interface WantedArtifact {
  readonly main: string;
  readonly root: string;
  readonly path: string;
  /** Bytes. */
  readonly offset: number;
  /** As this commit has it, rather than the disk. */
  readonly at?: string | undefined;
  readonly diffLimitMs: number;
}

interface FoundText {
  readonly bytes: Buffer;
  readonly digest: string;
  /** Whether `bytes` is all of it. */
  readonly whole: boolean;
  /** Bytes, where they were counted. */
  readonly size?: number;
}

/** A piece of an artifact, from `offset` bytes on: allow-listed places only, symlinks resolved. */
export async function readArtifact(wanted: WantedArtifact, digests: DigestCache): Promise<ArtifactRead> {
  const { root, path, offset, at } = wanted;
  if (at !== undefined && !(await isOnBranch(root, at)))
    return refuse('NOT_FOUND', `${at.slice(0, 12)} is no commit that ${root} has been at.`);
  const found = await (path === DIFF_ARTIFACT ? difference(wanted) : file(wanted, digests));
  if ('ok' in found) return found;
  const { digest, whole } = found;
  const bytes = whole ? found.bytes : found.bytes.subarray(0, characterEnd(found.bytes, MAX_ARTIFACT_BYTES));
  if (!isUtf8(bytes))
    return refuse('UNSUPPORTED', `${path} is no text in UTF-8. Look at it on that machine.`);
  const end = Math.min(bytes.length, characterEnd(bytes, MAX_ARTIFACT_BYTES));
  if (offset > end || characterEnd(bytes, offset) !== offset) return changed(path);
  const to = Math.min(end, characterEnd(bytes, offset + PIECE));
  return {
    ok: true,
    answer: {
      path,
      content: bytes.subarray(offset, to).toString('utf8'),
      digest,
      // How long a difference is that was cut, nobody has counted.
      ...((whole || found.size !== undefined) && { size: found.size ?? bytes.length }),
      ...(to < end && { next_offset: to }),
      ...((end < bytes.length || !whole) && { truncated: true }),
    },
  };
}

async function difference({
  main,
  root,
  at,
  diffLimitMs,
}: WantedArtifact): Promise<FoundText | ArtifactRead> {
  const diff = await mergeBaseDiff(main, root, { commit: at, limitMs: diffLimitMs });
  return 'why' in diff ? refuse('GIT_FAILED', diff.why) : diff;
}

async function file(wanted: WantedArtifact, digests: DigestCache): Promise<FoundText | ArtifactRead> {
  const { root, path, at } = wanted;
  const missing = refuse('NOT_FOUND', missingWords(wanted));
  if (!mayBeSent(path)) return missing;
  if (at === undefined) return (await fileOnDisk(wanted, digests)) ?? missing;
  const bytes = await committedFile(root, at, path, LARGEST);
  if (bytes === 'too-large') return tooLarge(path, `git -C ${root} show ${at.slice(0, 12)}:${path}`);
  return bytes ? { bytes, digest: sha256(bytes), whole: true } : missing;
}

async function fileOnDisk(
  { root, path }: WantedArtifact,
  digests: DigestCache,
): Promise<FoundText | ArtifactRead | undefined> {
  const place = await resolveInside(root, path);
  // A link to another file of the checkout would show what is not among the allowed places.
  if (place.kind !== 'inside' || !mayBeSent(place.real.slice(root.length + 1).replaceAll('\\', '/')))
    return undefined;
  const info = await stat(place.real).catch(() => undefined);
  if (!info?.isFile()) return undefined;
  if (info.size > LARGEST) return beginning(path, place.real, () => digests.digestOf(root, path));
  const bytes = await readFile(place.real).catch(() => undefined);
  return bytes && { bytes, digest: sha256(bytes), whole: true };
}

/** What is sent of a large file, with the digest of all of it. */
async function beginning(
  path: string,
  real: string,
  facts: () => Promise<FileFacts | undefined>,
): Promise<FoundText | ArtifactRead | undefined> {
  const before = await facts();
  if (!before) return undefined;
  if (before.digest === undefined) return tooLarge(path, real);
  // A few more, so that it is seen whether a character ends there.
  const bytes = await beginningOfFile(real, MAX_ARTIFACT_BYTES + 4);
  if (!bytes || (await facts())?.digest !== before.digest) return changed(path);
  return { bytes, digest: before.digest, whole: false, size: before.size };
}

function tooLarge(path: string, where: string): ArtifactRead {
  return refuse('TOO_LARGE', `${path} is too large to be sent. Look at it on that machine: ${where}`);
}

function changed(path: string): ArtifactRead {
  return refuse('STALE', `${path} changed while it was read. Read it again.`);
}

function missingWords({ path, at }: WantedArtifact): string {
  return `${path} is not there${at ? ` in ${at.slice(0, 12)}` : ''}, or is not something that is read here.`;
}

function isUtf8(bytes: Buffer): boolean {
  return !bytes.includes(0) && Buffer.from(bytes.toString('utf8'), 'utf8').equals(bytes);
}

/** The last place at or before `at` where a character ends. */
function characterEnd(bytes: Buffer, at: number): number {
  let end = Math.min(at, bytes.length);
  while (end > 0 && end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return end;
}

function refuse(code: Refusal['code'], error: string): ArtifactRead {
  return { ok: false, refusal: { code, error } };
}
