/** One event of a `text/event-stream`. */
export interface ReceivedEvent {
  readonly name: string;
  readonly id: string;
  readonly data: Record<string, unknown>;
}

/** Reads Server-Sent Events off a response, one at a time. */
export class EventReader {
  private readonly reader: ReadableStreamDefaultReader<string>;
  private buffer = '';

  constructor(response: Response) {
    if (!response.body) throw new Error('The response has no body.');
    this.reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  }

  async next(): Promise<ReceivedEvent> {
    for (;;) {
      const end = this.buffer.indexOf('\n\n');
      if (end < 0) {
        const { value, done } = await this.reader.read();
        if (done) throw new Error('The stream ended.');
        this.buffer += value;
        continue;
      }
      const fields = new Map(
        this.buffer
          .slice(0, end)
          .split('\n')
          .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)] as const),
      );
      this.buffer = this.buffer.slice(end + 2);
      const name = fields.get('event');
      if (name === undefined) continue;
      return { name, id: fields.get('id') ?? '', data: JSON.parse(fields.get('data') ?? '{}') };
    }
  }

  /** The next event of this name; others before it are skipped. */
  async nextNamed(name: string): Promise<ReceivedEvent> {
    for (;;) {
      const event = await this.next();
      if (event.name === name) return event;
    }
  }

  async close(): Promise<void> {
    await this.reader.cancel();
  }
}
