import type { LiveEvent } from '@codev-hq/protocol';

export type Detail = 'full' | 'summary';

/** An event with its place in the feed. */
export interface Numbered {
  readonly seq: number;
  readonly event: LiveEvent;
}

/** Events that go out together: written down once for each view, however many browsers follow. */
export class EventBatch {
  private readonly written = new Map<Detail, Buffer>();

  constructor(
    private readonly epoch: string,
    private readonly events: readonly Numbered[],
  ) {}

  get isEmpty(): boolean {
    return this.events.length === 0;
  }

  bytes(detail: Detail): Buffer {
    const known = this.written.get(detail);
    if (known) return known;
    const bytes = Buffer.from(this.events.map((numbered) => this.text(numbered, detail)).join(''));
    this.written.set(detail, bytes);
    return bytes;
  }

  private text({ seq, event }: Numbered, detail: Detail): string {
    const data = JSON.stringify(detail === 'summary' ? summarised(event) : event.data);
    return `event: ${event.name}\nid: ${this.epoch}:${seq}\ndata: ${data}\n\n`;
  }
}

function summarised(event: LiveEvent): unknown {
  if (event.name !== 'status_file' || event.data.deleted) return event.data;
  const { content: _, ...rest } = event.data;
  return rest;
}
