import { createHash } from 'node:crypto';
import { constants, type BigIntStats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { MAX_STATUS_FILE_BYTES } from '@codev-hq/protocol';
import { codeOf } from '../workspaces/system-error.js';
import { resolveInside } from '../workspaces/contained-path.js';
import type { StatusFileText } from './status-file.js';

export type ReadResult =
  | { readonly kind: 'read'; readonly file: StatusFileText; readonly stamp: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'withheld'; readonly reason: string };

/** Opening a pipe waits for its other end, for ever, and takes one of the few threads there are for files. */
const WITHOUT_WAITING = constants.O_RDONLY | constants.O_NONBLOCK;

const ATTEMPTS = 20;
const MISSING: ReadResult = { kind: 'missing' };

/**
 * Reads a status file in a state that somebody meant: a file that changes while it is read, or that is empty for the
 * moment between being truncated and being written, is read again.
 */
export async function readStatusFile(projectPath: string, path: string): Promise<ReadResult> {
  let emptySeen = false;
  for (let attempt = 0; ; attempt++) {
    const once = await readOnce(projectPath, path);
    if (once.kind === 'moving') {
      if (attempt >= ATTEMPTS) return withheld('is being written all the time');
    } else if (once.kind === 'read' && once.file.content === '' && !emptySeen) {
      emptySeen = true;
    } else {
      return once;
    }
    await pause(emptySeen ? 25 : 5);
  }
}

/** Differs whenever the file may differ. */
export function stampOf(info: BigIntStats): string {
  return `${info.ino}:${info.size}:${info.mtimeNs}:${info.ctimeNs}`;
}

async function readOnce(projectPath: string, path: string): Promise<ReadResult | { kind: 'moving' }> {
  const place = await resolveInside(projectPath, path);
  if (place.kind === 'missing') return MISSING;
  if (place.kind === 'outside') return withheld('leads out of its project');
  let handle: FileHandle;
  try {
    handle = await open(place.real, WITHOUT_WAITING);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return MISSING;
    return withheld(`cannot be read (${codeOf(error) ?? String(error)})`);
  }
  try {
    const before = await handle.stat({ bigint: true });
    if (!before.isFile()) return withheld('is not a file');
    if (before.size > MAX_STATUS_FILE_BYTES)
      return withheld(`is larger than ${MAX_STATUS_FILE_BYTES / 1024} KiB`);
    const bytes = await handle.readFile();
    const stamp = stampOf(before);
    if (stampOf(await handle.stat({ bigint: true })) !== stamp) return { kind: 'moving' };
    return { kind: 'read', file: statusFileOf(projectPath, path, bytes), stamp };
  } finally {
    await handle.close();
  }
}

function statusFileOf(projectPath: string, path: string, bytes: Buffer): StatusFileText {
  // `Buffer.toString` keeps a byte order mark; TextDecoder would drop it.
  const content = bytes.toString('utf8');
  return {
    projectPath,
    path,
    content,
    bytesDigest: createHash('sha256').update(bytes).digest('hex'),
    exact: Buffer.from(content, 'utf8').equals(bytes),
  };
}

function withheld(reason: string): ReadResult {
  return { kind: 'withheld', reason };
}
