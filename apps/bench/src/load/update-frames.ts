import { hash, randomBytes } from 'node:crypto';

/** Digits of an id and of a stamp: fixed, so that a frame is a copy of its template with digits written over. */
export const DIGITS = 16;
const FILE_BYTES = 2048;
const MASK_BYTES = 4;
const HEADER_BYTES = 8;

const ID = 'I'.repeat(DIGITS);
const STAMP = 'S'.repeat(DIGITS);
const WRITTEN_AT = 'W'.repeat(DIGITS);
const DIGEST = 'D'.repeat(64);

export interface FilePlace {
  readonly projectPath: string;
  readonly projectId: string;
  readonly path: string;
}

/** A status file that waits for a person; its front matter differs in every version. */
export function statusFile({ projectId }: FilePlace, writtenAt: string): string {
  const head = `---
id: "${projectId}"
title: What the benchmark's machine works on
protocol: SPIDER
current_phase: plan
updated_at: "${writtenAt}"
gates:
  specify_to_plan:
    human_approval: { status: passed, by: Ada, at: "2026-11-22T11:00:00.000Z" }
    spec_exists: { status: passed }
  plan_to_implement:
    human_approval: { status: pending, requested_at: "2026-11-22T11:10:00.000Z" }
---

# What the benchmark's machine works on

## Log
`;
  const line = '- 2026-11-22T11:10:00.000Z the builder wrote down what it did\n';
  return (head + line.repeat(Math.ceil(FILE_BYTES / line.length))).slice(0, FILE_BYTES - 1) + '\n';
}

/** The `status_update`s of one file, as masked WebSocket frames: cheap to make, so that the server is what is measured. */
export class UpdateFrames {
  readonly #frame: Buffer;
  readonly #mask: Buffer;
  readonly #content: Buffer;
  readonly #contentStamp: number;
  readonly #offsets: {
    readonly id: number;
    readonly stamp: number;
    readonly at: number;
    readonly digest: number;
  };

  constructor(place: FilePlace) {
    const content = statusFile(place, WRITTEN_AT);
    const text = JSON.stringify({
      type: 'status_update',
      id: ID,
      ts: Date.now(),
      payload: {
        project_path: place.projectPath,
        status_file: place.path,
        git_sha: STAMP,
        digest: DIGEST,
        content,
      },
    });
    this.#content = Buffer.from(content);
    this.#contentStamp = content.indexOf(WRITTEN_AT);
    this.#offsets = {
      id: text.indexOf(ID),
      stamp: text.indexOf(STAMP),
      at: text.indexOf(WRITTEN_AT),
      digest: text.indexOf(DIGEST),
    };
    this.#mask = randomBytes(MASK_BYTES);
    this.#frame = masked(text, this.#mask);
  }

  /** A new version of the file; `stamp` comes back in `git_sha` wherever HQ shows the file. */
  next(id: string, stamp: string): Buffer {
    this.#content.write(id, this.#contentStamp, 'latin1');
    const frame = Buffer.from(this.#frame);
    this.#write(frame, this.#offsets.id, id);
    this.#write(frame, this.#offsets.stamp, stamp);
    this.#write(frame, this.#offsets.at, id);
    this.#write(frame, this.#offsets.digest, hash('sha256', this.#content, 'hex'));
    return frame;
  }

  #write(frame: Buffer, offset: number, text: string): void {
    for (let i = 0; i < text.length; i++) {
      const key = this.#mask[(offset + i) % MASK_BYTES] ?? 0;
      frame[HEADER_BYTES + offset + i] = text.charCodeAt(i) ^ key;
    }
  }
}

/** A client's text frame of any length below 64 KiB; ASCII only. */
export function masked(text: string, mask: Buffer = randomBytes(MASK_BYTES)): Buffer {
  const FINAL_TEXT = 0x81;
  const MASKED_16_BIT_LENGTH = 0x80 | 126;
  const frame = Buffer.alloc(HEADER_BYTES + text.length);
  frame[0] = FINAL_TEXT;
  frame[1] = MASKED_16_BIT_LENGTH;
  frame.writeUInt16BE(text.length, 2);
  mask.copy(frame, 4);
  for (let i = 0; i < text.length; i++) {
    frame[HEADER_BYTES + i] = text.charCodeAt(i) ^ (mask[i % MASK_BYTES] ?? 0);
  }
  return frame;
}
