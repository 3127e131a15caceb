import { readFile, stat } from 'node:fs/promises';
import { DIFF_ARTIFACT, MAX_ARTIFACT_BYTES, type ArtifactAnswer, type Refusal } from '@codev-hq/protocol';
import { committedFile, isOnBranch } from '../workspaces/committed-file.js';
import { resolveInside } from '../workspaces/contained-path.js';
import { mergeBaseDiff } from '../workspaces/merge-base-diff.js';
import { sha256 } from './artifact-list.js';
import { mayBeSent } from './artifact-places.js';

export type ArtifactRead =
  { readonly ok: true; readonly answer: ArtifactAnswer } | { readonly ok: false; readonly refusal: Refusal };

/** Escaped, a byte may take six: this much always fits into a frame. */
const PIECE = 128 * 1024;
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
}

/** A piece of an artifact, from `offset` bytes on: allow-listed places only, symlinks resolved. */
export async function readArtifact(wanted: WantedArtifact): Promise<ArtifactRead> {
  const { root, path, offset, at } = wanted;
  if (at !== undefined && !(await isOnBranch(root, at)))
    return refuse('NOT_FOUND', `${at.slice(0, 12)} is no commit that ${root} has been at.`);
  const found = await (path === DIFF_ARTIFACT ? mergeBaseDiff(wanted.main, root, at) : wholeFile(wanted));
  if (!found) return refuse('NOT_FOUND', missingWords(wanted));
  const { digest, whole } = found;
  const bytes = whole ? found.bytes : found.bytes.subarray(0, characterEnd(found.bytes, MAX_ARTIFACT_BYTES));
  if (!isUtf8(bytes))
    return refuse('UNSUPPORTED', `${path} is no text in UTF-8. Look at it on that machine.`);
  const end = Math.min(bytes.length, characterEnd(bytes, MAX_ARTIFACT_BYTES));
  if (offset > end || characterEnd(bytes, offset) !== offset)
    return refuse('STALE', `${path} changed while it was read. Read it again.`);
  const to = Math.min(end, characterEnd(bytes, offset + PIECE));
  return {
    ok: true,
    answer: {
      path,
      content: bytes.subarray(offset, to).toString('utf8'),
      digest,
      // How long something is that was cut, nobody has counted.
      ...(whole && { size: bytes.length }),
      ...(to < end && { next_offset: to }),
      ...((end < bytes.length || !whole) && { truncated: true }),
    },
  };
}

function missingWords({ path, at }: WantedArtifact): string {
  return `${path} is not there${at ? ` in ${at.slice(0, 12)}` : ''}, or is not something that is read here.`;
}

async function wholeFile(wanted: WantedArtifact) {
  const bytes = await fileBytes(wanted);
  return bytes && { bytes, digest: sha256(bytes), whole: true };
}

async function fileBytes({ root, path, at }: WantedArtifact): Promise<Buffer | undefined> {
  if (!mayBeSent(path)) return undefined;
  if (at !== undefined) return committedFile(root, at, path, LARGEST);
  const place = await resolveInside(root, path);
  // A link to another file of the checkout would show what is not among the allowed places.
  if (place.kind !== 'inside' || !mayBeSent(place.real.slice(root.length + 1).replaceAll('\\', '/')))
    return undefined;
  const info = await stat(place.real).catch(() => undefined);
  if (!info?.isFile() || info.size > LARGEST) return undefined;
  return readFile(place.real).catch(() => undefined);
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
