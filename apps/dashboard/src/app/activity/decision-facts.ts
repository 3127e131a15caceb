import type { Expectation } from '@codev-hq/protocol';

export interface Bound {
  readonly what: string;
  readonly digest: string;
}

/** What a decision was bound to: had any of it moved, nothing would have been written. */
export function boundTo({
  gate_digest,
  reading_digest,
  file_digest,
  artifacts = [],
}: Expectation): readonly Bound[] {
  const own: [string, string | undefined][] = [
    [$localize`:@@decision.bound.gate:the gate’s entry`, gate_digest],
    [$localize`:@@decision.bound.text:the text that was read`, reading_digest],
    // Where the entry is bound, the file as a whole was only seen: a log line in it voids nothing.
    [$localize`:@@decision.bound.file:the status file`, gate_digest === undefined ? file_digest : undefined],
  ];
  return [
    ...own.flatMap(([what, digest]) => (digest === undefined ? [] : [{ what, digest }])),
    ...artifacts.map(({ path, digest }) => ({ what: path, digest })),
  ];
}
