import { Injectable, Logger } from '@nestjs/common';
import { performance } from 'node:perf_hooks';
import type { RawData, WebSocket } from 'ws';
import { failure, success } from '@codev-hq/protocol';
import type { Connection } from './connection.js';
import { Connections } from './connections.js';
import { FrameIntake, type Accepted, type Intake } from './frame-intake.js';
import { MessageRoutes } from './message-routes.js';
import type { Reply } from './reply.js';
import { ResponseInbox } from './response-inbox.js';

/** Frames that may wait for their turn, and bytes in them, before the socket is told to stop reading. */
const MAX_WAITING = 256;
const MAX_WAITING_BYTES = 256 * 1024;
/** Milliseconds of handling frames at a stretch: whatever else waits for the loop gets its turn then. */
const STRETCH = 25;

/**
 * Handles the frames of one connection one after the other, so that a `status_update` never overtakes its `register`, and
 * answers each under its id. A frame that needs no waiting is done before the next one is read: no promise, no queue. Only
 * when many sockets talk at once do the last of them wait for the next turn of the loop.
 */
@Injectable()
export class FrameTurns {
  private readonly logger = new Logger('Gateway');
  private stretchBegan: number | undefined;
  /** In the order in which they have to wait for the next stretch. */
  private deferred: Connection[] = [];

  constructor(
    private readonly connections: Connections,
    private readonly intake: FrameIntake,
    private readonly routes: MessageRoutes,
    private readonly inbox: ResponseInbox,
  ) {}

  listen(socket: WebSocket): void {
    socket.on('message', (data: RawData, isBinary: boolean) => {
      const connection = this.connections.of(socket);
      if (!connection) return;
      if (!connection.busy) {
        if (!this.isSpent()) {
          this.begin(connection, this.handle(connection, data, isBinary));
          return;
        }
        this.defer(connection);
      }
      connection.waiting.push({ data, isBinary });
      connection.waitingBytes += sizeOf(data);
      if (fill(connection) > 1) socket.pause();
    });
  }

  private begin(connection: Connection, work: Promise<void> | undefined): void {
    if (!work) return;
    connection.busy = true;
    void work.then(() => {
      this.goOn(connection);
    });
  }

  private goOn(connection: Connection): void {
    connection.busy = false;
    const { socket, waiting } = connection;
    while (waiting.length > 0 && !isBusy(connection)) {
      if (this.connections.of(socket) !== connection) return;
      if (this.isSpent()) this.defer(connection);
      else this.next(connection);
    }
    if (socket.isPaused && fill(connection) < 0.5) socket.resume();
  }

  private next(connection: Connection): void {
    const frame = connection.waiting.shift();
    if (!frame) return;
    connection.waitingBytes -= sizeOf(frame.data);
    this.begin(connection, this.handle(connection, frame.data, frame.isBinary));
  }

  private isSpent(): boolean {
    const now = performance.now();
    if (this.stretchBegan !== undefined) return now - this.stretchBegan > STRETCH;
    this.stretchBegan = now;
    setImmediate(() => {
      this.beginStretch();
    });
    return false;
  }

  private defer(connection: Connection): void {
    connection.busy = true;
    this.deferred.push(connection);
  }

  private beginStretch(): void {
    this.stretchBegan = undefined;
    const { deferred } = this;
    this.deferred = [];
    for (const connection of deferred) this.goOn(connection);
  }

  /** A promise when this frame has to wait for something; it never rejects. */
  private handle(connection: Connection, data: RawData, isBinary: boolean): Promise<void> | undefined {
    return this.taken(connection, this.intake.take(connection, data, isBinary));
  }

  private taken(connection: Connection, intake: Intake): Promise<void> | undefined {
    if (intake.kind === 'later') {
      return intake.intake.then((checked) => {
        // Closed meanwhile: what a newer connection says must not be followed by what this one said.
        if (this.connections.of(connection.socket) !== connection) return undefined;
        return this.taken(connection, checked);
      });
    }
    if (intake.kind === 'message') return this.route(connection, intake.message);
    if (intake.kind === 'response') return this.inbox.receive(connection, intake.response);
    connection.answer(intake.answer);
    return undefined;
  }

  private route(connection: Connection, message: Accepted): Promise<void> | undefined {
    try {
      const reply = this.routes.handle(connection, message);
      if (reply instanceof Promise) {
        return reply
          .then((given) => send(connection, message.id, given))
          .catch((error: unknown) => this.surprise(connection, message.id, error));
      }
      if (reply) send(connection, message.id, reply);
      else connection.answer(failure(message.id, 'UNSUPPORTED', `HQ does not handle "${message.type}" yet.`));
    } catch (error) {
      this.surprise(connection, message.id, error);
    }
    return undefined;
  }

  /** A handler's surprise: logged whole, answered under the request's id; the connection lives on. */
  private surprise(connection: Connection, id: string, error: unknown): void {
    this.logger.error(error);
    const words = 'HQ met an error of its own; its log says more. Send this again later.';
    connection.answer(failure(id, 'INTERNAL', words));
  }
}

const isBusy = ({ busy }: Connection) => busy;

/** How much of what may wait of one socket is waiting; above 1 it is too much. */
const fill = ({ waiting, waitingBytes }: Connection) =>
  Math.max(waiting.length / MAX_WAITING, waitingBytes / MAX_WAITING_BYTES);

function sizeOf(data: RawData): number {
  return Array.isArray(data) ? data.reduce((sum, part) => sum + part.length, 0) : data.byteLength;
}

function send(connection: Connection, id: string, reply: Reply): void {
  switch (reply.kind) {
    case 'refused':
      connection.answer(failure(id, reply.refusal.code, reply.refusal.error));
      return;
    case 'pong':
      connection.send({ type: 'pong', id, ts: Date.now(), payload: { ts: reply.ts } });
      return;
    case 'done':
      connection.answer(success(id, reply.payload));
      reply.after?.();
  }
}
