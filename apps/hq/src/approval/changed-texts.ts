import { Injectable } from '@nestjs/common';
import type { ChangedSinceRead, Decision } from '@codev-hq/protocol';
import type { FileRecord } from '../state/file-record.js';
import { fileKey } from '../state/mirror-records.js';
import { Mirror } from '../state/mirror.js';
import { body, frontMatter } from './changed-since-read.js';
import { ReadVersions } from './read-versions.js';

/**
 * What a machine found changed, as texts where HQ has them: before, as somebody opened it, and after, as the mirror shows it.
 * An artifact's text is on the machine, and with whoever read it.
 */
@Injectable()
export class ChangedTexts {
  constructor(
    private readonly mirror: Mirror,
    private readonly versions: ReadVersions,
  ) {}

  filledIn(decision: Decision): Decision {
    const { refusal } = decision;
    if (!refusal?.changed) return decision;
    const { instance_id, project_path, worktree = '', status_file, gate } = decision;
    const opened = this.versions.of(instance_id, project_path, worktree, status_file);
    const now = this.mirror.instance(instance_id)?.files.get(fileKey(project_path, worktree, status_file));
    const known = now ? [...opened, now] : opened;
    const changed = refusal.changed.map((one) => withTexts(one, known, gate));
    return { ...decision, refusal: { ...refusal, changed } };
  }
}

function withTexts(one: ChangedSinceRead, known: readonly FileRecord[], gate: string): ChangedSinceRead {
  const textOf = (digest: string | undefined): string | undefined => {
    if (one.what === 'artifact' || digest === undefined) return undefined;
    const { what } = one;
    const version = known.find((file) => digestOf(file, what, gate) === digest);
    return version && (what === 'gate' ? frontMatter : body)(version);
  };
  const [before, after] = [textOf(one.digest_before), textOf(one.digest_after)];
  return { ...one, ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}

function digestOf({ model }: FileRecord, what: 'gate' | 'text', gate: string): string | undefined {
  return what === 'text' ? model.reading_digest : model.gates.find(({ name }) => name === gate)?.digest;
}
