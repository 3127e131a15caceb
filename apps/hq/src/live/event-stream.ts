import { Logger } from '@nestjs/common';
import type { Response } from 'express';
import { performance } from 'node:perf_hooks';
import type { Detail, EventBatch } from './event-batch.js';

/**
 * A browser that leaves this many bytes unread for so many milliseconds is cut off, and gets a snapshot when it is back.
 * A snapshot alone may be larger: what counts is that nothing is taken for a while.
 */
const MAX_WAITING = 4 * 1024 * 1024;
const PATIENCE = 20_000;
/** However fast events come meanwhile, no more than this waits behind the snapshot. */
const MOST_WAITING = 64 * 1024 * 1024;
const COMMENT_EVERY = 15_000;
/** A stream ends after this long, so that a credential that is gone stops working; browsers resume by themselves. */
const LIFETIME = 10 * 60 * 1000;

/** One browser's stream of Server-Sent Events. */
export class EventStream {
  private readonly logger = new Logger('Live');
  private behindSince: number | undefined;
  /** Of the snapshot, or of what was missed. */
  private firstBytes: number | undefined;
  private readonly comments: NodeJS.Timeout;
  private readonly lifetime: NodeJS.Timeout;

  constructor(
    private readonly response: Response,
    private readonly detail: Detail,
  ) {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
      Connection: 'keep-alive',
    });
    response.on('drain', () => (this.behindSince = undefined));
    response.write('retry: 1000\n\n');
    this.comments = setInterval(() => this.write(': still here\n\n'), COMMENT_EVERY);
    this.lifetime = setTimeout(() => this.end(), LIFETIME);
    this.comments.unref();
    this.lifetime.unref();
  }

  send(batch: EventBatch): void {
    const bytes = batch.bytes(this.detail);
    this.firstBytes ??= bytes.length;
    this.write(bytes);
  }

  end(): void {
    this.closed();
    this.response.end();
  }

  closed(): void {
    clearInterval(this.comments);
    clearTimeout(this.lifetime);
  }

  private write(text: string | Buffer): void {
    if (this.response.destroyed) return;
    if (this.response.write(text)) this.behindSince = undefined;
    else this.behindSince ??= performance.now();
    const late = this.behindSince !== undefined && performance.now() - this.behindSince > PATIENCE;
    const waiting = this.response.writableLength;
    if (waiting <= (late ? MAX_WAITING : MOST_WAITING + (this.firstBytes ?? 0))) return;
    this.logger.warn(
      'A browser does not read its live events and is cut off; it gets a snapshot when it is back.',
    );
    this.response.destroy();
  }
}
