import { Injectable } from '@nestjs/common';
import {
  artifactAnswer,
  describeIssues,
  MAX_ARTIFACT_BYTES,
  type ArtifactAnswer,
  type Refusal,
} from '@codev-hq/protocol';
import { ErrandDesk } from './errand-desk.js';

export interface WantedArtifact {
  readonly project_path: string;
  readonly worktree?: string | undefined;
  readonly path: string;
  readonly at?: string | undefined;
}

export type ReadArtifact =
  | { readonly ok: true; readonly artifact: ArtifactAnswer }
  | { readonly ok: false; readonly refusal: Refusal };

/** A machine compares a branch for 20 s at most. */
const ANSWER_WITHIN = 25_000;
/** A piece has a few bytes at least: past this many, a machine is sending an artifact that never ends. */
const MOST_PIECES = 64;
/** Artifacts that one machine is asked for at a time. */
const AT_ONCE = 8;

/** Fetches an artifact's text from its machine, piece by piece, and keeps nothing of it. */
@Injectable()
export class ArtifactReader {
  private readonly underWay = new Map<string, number>();

  constructor(private readonly desk: ErrandDesk) {}

  async read(instanceId: string, wanted: WantedArtifact): Promise<ReadArtifact> {
    const already = this.underWay.get(instanceId) ?? 0;
    if (already >= AT_ONCE) {
      const error = 'This machine is being asked for many artifacts already. Try again in a moment.';
      return refuse('RATE_LIMITED', error);
    }
    this.underWay.set(instanceId, already + 1);
    try {
      return await this.pieces(instanceId, wanted);
    } finally {
      const left = (this.underWay.get(instanceId) ?? 1) - 1;
      if (left === 0) this.underWay.delete(instanceId);
      else this.underWay.set(instanceId, left);
    }
  }

  private async pieces(instanceId: string, wanted: WantedArtifact): Promise<ReadArtifact> {
    const texts: string[] = [];
    let bytes = 0;
    let offset: number | undefined;
    let first: string | undefined;
    for (let piece = 0; piece < MOST_PIECES; piece++) {
      const asked = { ...wanted, ...(offset !== undefined && { offset }) };
      const result = await this.desk.ask(instanceId, 'artifact_request', asked, ANSWER_WITHIN);
      if (!result.ok) return result;
      const parsed = artifactAnswer.safeParse(result.payload);
      if (!parsed.success)
        return refuse('INTERNAL', describeIssues('What the machine answered', parsed.error));
      const { content, next_offset, ...facts } = parsed.data;
      first ??= facts.digest;
      if (facts.digest !== first) return refuse('STALE', CHANGED);
      texts.push(content);
      bytes += Buffer.byteLength(content);
      if (bytes > MAX_ARTIFACT_BYTES) break;
      if (next_offset === undefined) return { ok: true, artifact: { ...facts, content: texts.join('') } };
      if (next_offset <= (offset ?? 0)) break;
      offset = next_offset;
    }
    return refuse('TOO_LARGE', 'The machine sends more of this artifact than the 1 MiB that is shown.');
  }
}

const CHANGED = 'The artifact changed while it was read. Read it again.';

function refuse(code: Refusal['code'], error: string): ReadArtifact {
  return { ok: false, refusal: { code, error } };
}
