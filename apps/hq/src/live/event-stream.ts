import type { Response } from 'express';
import type { LiveEvent } from '@codev-hq/protocol';
import type { Detail, Numbered } from './live-feed.js';

/** Bytes that may wait for a browser that reads slowly; past that it is cut off and gets a snapshot when it is back. */
const MAX_WAITING = 8 * 1024 * 1024;
const COMMENT_EVERY = 15_000;
/** A stream ends after this long, so that a credential that is gone stops working; browsers resume by themselves. */
const LIFETIME = 10 * 60 * 1000;

/** One browser's stream of Server-Sent Events. */
export class EventStream {
  private readonly comments: NodeJS.Timeout;
  private readonly lifetime: NodeJS.Timeout;

  constructor(
    private readonly response: Response,
    private readonly epoch: string,
    private readonly detail: Detail,
  ) {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
      Connection: 'keep-alive',
    });
    response.write('retry: 1000\n\n');
    this.comments = setInterval(() => this.write(': still here\n\n'), COMMENT_EVERY);
    this.lifetime = setTimeout(() => this.end(), LIFETIME);
    this.comments.unref();
    this.lifetime.unref();
  }

  send({ seq, event }: Numbered): void {
    const data = JSON.stringify(this.detail === 'summary' ? summarised(event) : event.data);
    this.write(`event: ${event.name}\nid: ${this.epoch}:${seq}\ndata: ${data}\n\n`);
  }

  end(): void {
    this.closed();
    this.response.end();
  }

  closed(): void {
    clearInterval(this.comments);
    clearTimeout(this.lifetime);
  }

  private write(text: string): void {
    if (this.response.destroyed) return;
    this.response.write(text);
    if (this.response.writableLength > MAX_WAITING) this.response.destroy();
  }
}

function summarised(event: LiveEvent): unknown {
  if (event.name !== 'status_file' || event.data.deleted) return event.data;
  const { content: _, ...rest } = event.data;
  return rest;
}
