import type { ChangedSinceRead, Expectation } from '@codev-hq/protocol';
import type { FileRecord } from '../state/file-record.js';
import type { GateInFile } from './gate-choice.js';

/**
 * What a decision was bound to and has moved since: the gate's own entry, shown within the front matter it stands in, the
 * text below, and artifacts, of which HQ knows digests only. `before` is there when one of `versions` is what was read. Empty when nothing has moved.
 */
export function changedSinceRead(
  seen: Expectation,
  versions: readonly FileRecord[],
  { file, gate }: GateInFile,
): ChangedSinceRead[] {
  const changed: ChangedSinceRead[] = [];
  if (differs(seen.gate_digest, gate.digest)) {
    const before = versions.find(({ model }) =>
      model.gates.some(({ name, digest }) => name === gate.name && digest === seen.gate_digest),
    );
    changed.push(change('gate', seen.gate_digest, gate.digest, before, file, frontMatter));
  }
  if (differs(seen.reading_digest, file.model.reading_digest)) {
    const before = versions.find(({ model }) => model.reading_digest === seen.reading_digest);
    changed.push(change('text', seen.reading_digest, file.model.reading_digest, before, file, body));
  }
  for (const { path, digest } of seen.artifacts ?? []) {
    const there = file.artifacts.find((artifact) => artifact.path === path)?.digest;
    // A machine that lists none is asked itself, under its lock.
    if (file.row.artifacts === null || there === digest) continue;
    const after = there === undefined ? {} : { digest_after: there };
    changed.push({ what: 'artifact', path, digest_before: digest, ...after });
  }
  return changed;
}

function change(
  what: 'gate' | 'text',
  digestBefore: string | undefined,
  digestAfter: string | undefined,
  before: FileRecord | undefined,
  after: FileRecord,
  part: (file: FileRecord) => string,
): ChangedSinceRead {
  return {
    what,
    path: after.row.path,
    ...(digestBefore !== undefined && { digest_before: digestBefore }),
    ...(digestAfter !== undefined && { digest_after: digestAfter }),
    ...(before && { before: part(before) }),
    after: part(after),
  };
}

function differs(seen: string | undefined, there: string | undefined): boolean {
  return seen !== undefined && seen !== there;
}

export const frontMatter = ({ row, model }: FileRecord) => row.content.slice(0, model.body_start);
export const body = ({ row, model }: FileRecord) => row.content.slice(model.body_start);
