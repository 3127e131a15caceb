import { Logger } from '@nestjs/common';
import type { Response } from 'express';
import { performance } from 'node:perf_hooks';
import type { Detail, EventBatch } from './event-batch.js';

/**
 * A browser that leaves this many bytes unread while it takes nothing for so many milliseconds is cut off, and gets a
 * snapshot when it is back. A snapshot alone may be larger: what counts is that nothing is taken for a while.
 */
const MAX_WAITING = 4 * 1024 * 1024;
const PATIENCE = 20_000;
/** However fast events come meanwhile, no more than this waits behind the snapshot. */
const MOST_WAITING = 64 * 1024 * 1024;
/** Bytes that are handed to a socket at a time; what waits until then is shared with every other stream. */
const CHUNK = 256 * 1024;
const COMMENT_EVERY = 15_000;
/** A stream ends after this long, so that a credential that is gone stops working; browsers resume by themselves. */
const LIFETIME = 10 * 60 * 1000;
/** Milliseconds that a browser gets to take the end of a stream. */
const GOODBYE = 5000;

/** One browser's stream of Server-Sent Events. */
export class EventStream {
  private readonly logger = new Logger('Live');
  private readonly queue: Buffer[] = [];
  private queued = 0;
  private isFull = false;
  private behindSince: number | undefined;
  /** The snapshot, or what was missed. */
  private first: Buffer | undefined;
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
    response.on('drain', () => this.drained());
    this.write(Buffer.from('retry: 1000\n\n'));
    this.comments = setInterval(() => this.write(STILL_HERE), COMMENT_EVERY);
    this.lifetime = setTimeout(() => this.end(), LIFETIME);
    this.comments.unref();
    this.lifetime.unref();
  }

  send(batch: EventBatch): void {
    const bytes = batch.bytes(this.detail);
    this.first ??= bytes;
    this.write(bytes);
  }

  /** What it was given first, while some of that waits to be taken. */
  get unread(): Buffer | undefined {
    const sharesMemory = this.queue[0] !== undefined && this.queue[0].buffer === this.first?.buffer;
    return sharesMemory ? this.first : undefined;
  }

  /** What was not taken by now is not sent any more: an event without its end is none. */
  end(): void {
    this.closed();
    this.queue.length = 0;
    this.queued = 0;
    this.response.end();
    setTimeout(() => this.response.destroy(), GOODBYE).unref();
  }

  closed(): void {
    clearInterval(this.comments);
    clearTimeout(this.lifetime);
  }

  private drained(): void {
    this.isFull = false;
    this.behindSince = undefined;
    this.pump();
  }

  /** As much as the socket takes. */
  private pump(): void {
    while (!this.isFull && !this.response.destroyed) {
      const head = this.queue.shift();
      if (!head) return;
      if (head.length > CHUNK) this.queue.unshift(head.subarray(CHUNK));
      const piece = head.subarray(0, CHUNK);
      this.queued -= piece.length;
      this.isFull = !this.response.write(piece);
    }
    this.behindSince ??= performance.now();
  }

  private write(bytes: Buffer): void {
    if (this.response.destroyed || this.response.writableEnded) return;
    this.queue.push(bytes);
    this.queued += bytes.length;
    this.pump();
    const late = this.behindSince !== undefined && performance.now() - this.behindSince > PATIENCE;
    const waiting = this.queued + this.response.writableLength;
    if (waiting <= (late ? MAX_WAITING : MOST_WAITING + (this.first?.length ?? 0))) return;
    this.logger.warn(
      'A browser does not read its live events and is cut off; it gets a snapshot when it is back.',
    );
    this.response.destroy();
  }
}

const STILL_HERE = Buffer.from(': still here\n\n');
