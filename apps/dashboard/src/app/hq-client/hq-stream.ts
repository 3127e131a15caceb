import { proofOfPage, troubleIn, type HqTrouble } from './hq-http';

export interface StreamEvent {
  readonly name: string;
  readonly data: string;
}

/**
 * Follows a stream of Server-Sent Events that needs proof of the page, which an `EventSource` cannot give, and that says
 * in words why it is refused. Ends with the trouble, or with `null` when HQ ended it or the caller lost interest.
 */
export async function followHq(
  path: string,
  heard: (event: StreamEvent) => void,
  signal: AbortSignal,
): Promise<HqTrouble | null> {
  try {
    const response = await fetch(path, {
      credentials: 'same-origin',
      cache: 'no-store',
      headers: { accept: 'text/event-stream, application/problem+json', ...proofOfPage({ withProof: true }) },
      signal,
    });
    if (!response.ok) return troubleIn(response.status, await response.text());
    const reader = response.body?.getReader();
    const parts = new EventParts();
    const decoder = new TextDecoder();
    for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read())
      for (const event of parts.add(decoder.decode(piece.value, { stream: true }))) heard(event);
    return null;
  } catch {
    return signal.aborted ? null : { kind: 'unreachable' };
  }
}

/** Puts events together from pieces that end anywhere. */
export class EventParts {
  private rest = '';

  add(text: string): readonly StreamEvent[] {
    const blocks = (this.rest + text).split('\n\n');
    this.rest = blocks.pop() ?? '';
    return blocks.map(eventIn).filter((event) => event !== null);
  }
}

function eventIn(block: string): StreamEvent | null {
  const fields = block.split('\n').map((line) => /^(event|data): ?(.*)$/.exec(line));
  const values = (name: string) => fields.flatMap((field) => (field?.[1] === name ? [field[2] ?? ''] : []));
  const data = values('data');
  return data.length === 0 ? null : { name: values('event')[0] ?? 'message', data: data.join('\n') };
}
