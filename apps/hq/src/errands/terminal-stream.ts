import { Logger } from '@nestjs/common';
import type { ConnectorPayload, TerminalAnswer, TerminalQuery } from '@codev-hq/protocol';
import type { Response } from 'express';
import type { Principal } from '../people/principal.js';
import type { TerminalViewer } from './terminal-desk.js';

/** Bytes that a browser may leave unread before it is cut off. */
const MAX_WAITING = 4 * 1024 * 1024;

/** One browser that looks at a terminal. */
export class TerminalStream implements TerminalViewer {
  private readonly logger = new Logger('Terminals');
  private begun = false;

  constructor(
    private readonly response: Response,
    readonly who: Principal,
    readonly query: TerminalQuery,
  ) {}

  begin({ lines, total }: TerminalAnswer): void {
    this.begun = true;
    this.response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
      Connection: 'keep-alive',
    });
    this.send('lines', { lines, ...(total !== undefined && { total }) });
  }

  output({ data, sequence }: ConnectorPayload<'terminal_output'>): void {
    if (this.begun) this.send('output', { data, sequence });
  }

  end(): void {
    this.response.end();
  }

  private send(name: string, data: object): void {
    if (this.response.destroyed) return;
    this.response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    if (this.response.writableLength <= MAX_WAITING) return;
    this.logger.warn('A browser does not read the terminal that it looks at and is cut off.');
    this.response.destroy();
  }
}
