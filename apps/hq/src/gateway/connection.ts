import { Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Socket } from 'node:net';
import { WebSocket, type RawData } from 'ws';
import { CloseCode, type ResponseEnvelope } from '@codev-hq/protocol';
import type { Principal } from '../people/principal.js';
import { textFrames } from './text-frames.js';
import { TokenBucket } from './token-bucket.js';

const logger = new Logger('Gateway');

/** A socket as the server makes it: a frame over the limit closes with the protocol's own code. */
export class ConnectorSocket extends WebSocket {
  override close(code?: number, data?: string | Buffer): void {
    const MESSAGE_TOO_BIG = 1009;
    super.close(code === MESSAGE_TOO_BIG ? CloseCode.FrameTooLarge : code, data);
  }
}

/** Bytes that may wait for a connector that reads slowly. Past that it is dropped; what it missed it gets on return. */
const MAX_BUFFERED = 8 * 1024 * 1024;
/** Characters of answers that go out at once, before the next frame is read. */
const MAX_GATHERED = 64 * 1024;
/** Milliseconds a closing socket gets to say goodbye. */
const GOODBYE = 2000;

/** One connector's socket: who opened it, which instance speaks on it, and how much it may say. */
export class Connection {
  readonly sessionId = randomUUID();
  instanceId: string | undefined;
  /** Monotonic, so that a jump of the clock neither kills nor immortalises a connection. */
  lastFrame = performance.now();
  registrations = 0;
  badFrames: number[] = [];
  limitedFrames: number[] = [];
  readonly bucket: TokenBucket;
  /** A frame is being handled that has to wait for something; those behind it are kept here. */
  busy = false;
  readonly waiting: { readonly data: RawData; readonly isBinary: boolean }[] = [];
  waitingBytes = 0;
  private gathered: string[] = [];
  private gatheredLength = 0;
  private measuring = false;
  private pingDue: (() => void) | undefined;

  constructor(
    readonly socket: WebSocket,
    private readonly wire: Socket,
    readonly principal: Principal,
    rate: { limit: number; burst: number },
  ) {
    this.bucket = new TokenBucket(rate.limit, rate.burst, performance.now());
  }

  /** Hands a frame to the socket; false when it is closed or too far behind. */
  send(frame: object): boolean {
    if (this.socket.readyState !== WebSocket.OPEN) return false;
    if (this.socket.bufferedAmount > MAX_BUFFERED) {
      const who = this.instanceId ?? 'A connector that has not registered';
      logger.warn(`${who} does not read what HQ sends and is cut off; it gets it when it is back.`);
      this.socket.terminate();
      return false;
    }
    this.gather(JSON.stringify(frame));
    return true;
  }

  /** What is sent in answer to frames that were read together goes out together: one call to the system. */
  private gather(text: string): void {
    if (this.gathered.length === 0) process.nextTick(() => this.flush());
    this.gathered.push(text);
    this.gatheredLength += text.length;
    if (this.gatheredLength > MAX_GATHERED) this.flush();
  }

  private flush(): void {
    const texts = this.gathered;
    const ping = this.pingDue;
    this.gathered = [];
    this.gatheredLength = 0;
    this.pingDue = undefined;
    if (this.socket.readyState !== WebSocket.OPEN) return;
    if (ping) this.wire.cork();
    if (texts.length > 0) this.wire.write(textFrames(texts));
    if (!ping) return;
    ping();
    this.wire.uncork();
  }

  answer(response: ResponseEnvelope): void {
    this.send(response);
  }

  /** Sends a ping, with what is about to be sent, and tells how long the answer took, in milliseconds; no other is sent before that. */
  measure(done: (ms: number) => void): void {
    if (this.socket.readyState !== WebSocket.OPEN || this.measuring) return;
    this.measuring = true;
    this.pingDue = () => {
      const began = performance.now();
      this.socket.once('pong', () => {
        this.measuring = false;
        done(performance.now() - began);
      });
      this.socket.ping();
    };
    process.nextTick(() => this.flush());
  }

  /** Closes with a reason; a peer that does not close its side is cut off. */
  close(code: number, reason: string): void {
    this.flush();
    this.socket.close(code, reason);
    setTimeout(() => this.socket.terminate(), GOODBYE).unref();
  }
}

/** Counts an event in a sliding window and says whether there were more than `max` within `ms`. */
export function tooMany(times: number[], now: number, ms: number, max: number): boolean {
  while (times[0] !== undefined && times[0] < now - ms) times.shift();
  times.push(now);
  return times.length > max;
}
