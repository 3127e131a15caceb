import type { INestApplicationContext } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import type { IncomingMessage } from 'node:http';
import { lastValueFrom, type Observable } from 'rxjs';
import type { RawData, WebSocket } from 'ws';
import { failure, MAX_FRAME_BYTES, success } from '@codev-hq/protocol';
import { ConnectorSocket } from './connection.js';
import { Connections } from './connections.js';
import { FrameIntake, type Accepted } from './frame-intake.js';
import { isReply, type Reply } from './reply.js';
import { ResponseInbox } from './response-inbox.js';
import { UpgradeGuard } from './upgrade-guard.js';

interface Handler {
  readonly message: unknown;
  readonly callback: (message: Accepted, type: string) => unknown;
}

/** Frames that may wait for their turn before the socket is told to stop reading. */
const MAX_WAITING = 256;

/**
 * Nest's WebSocket adapter with our protocol in place of its `{event,data}`: refuses before the upgrade, answers every
 * frame under its id, and handles one connection's frames in the order they came.
 */
export class ConnectorWsAdapter extends WsAdapter {
  private readonly guard: UpgradeGuard;
  private readonly intake: FrameIntake;
  private readonly connections: Connections;
  private readonly inbox: ResponseInbox;
  private readonly handlers = new WeakMap<WebSocket, Map<unknown, Handler>>();

  constructor(app: INestApplicationContext) {
    super(app);
    this.guard = app.get(UpgradeGuard);
    this.intake = app.get(FrameIntake);
    this.connections = app.get(Connections);
    this.inbox = app.get(ResponseInbox);
  }

  override create(port: number, options?: Record<string, unknown>): unknown {
    return super.create(port, {
      ...options,
      maxPayload: MAX_FRAME_BYTES,
      perMessageDeflate: false,
      WebSocket: ConnectorSocket,
      verifyClient: (
        info: { req: IncomingMessage },
        done: (admit: boolean, status?: number, reason?: string) => void,
      ) => void this.admit(info.req, done),
    } as never);
  }

  override bindMessageHandlers(
    client: WebSocket,
    handlers: Handler[],
    transform: (data: unknown) => Observable<unknown>,
  ): void {
    // Nest binds once for each gateway on the path; one client gets one listener with everybody's handlers.
    const known = this.handlers.get(client);
    const byType = known ?? new Map<unknown, Handler>();
    for (const handler of handlers) byType.set(handler.message, handler);
    if (known) return;
    this.handlers.set(client, byType);
    this.listen(client, (message) => this.handle(client, byType.get(message.type), message, transform));
  }

  /** Frames of one connection are handled one after the other: a `status_update` never overtakes its `register`. */
  private listen(client: WebSocket, handle: (message: Accepted) => Promise<void>): void {
    let waiting = 0;
    let turn = Promise.resolve();
    client.on('message', (data: RawData, isBinary: boolean) => {
      const connection = this.connections.of(client);
      if (!connection) return;
      waiting += 1;
      if (waiting > MAX_WAITING) client.pause();
      turn = turn.then(async () => {
        const intake = this.intake.take(connection, data, isBinary);
        if (intake.kind === 'refused') connection.answer(intake.answer);
        if (intake.kind === 'response') await this.inbox.receive(connection, intake.response);
        if (intake.kind === 'message') await handle(intake.message);
        waiting -= 1;
        if (client.isPaused && waiting < MAX_WAITING / 2) client.resume();
      });
    });
  }

  private async admit(
    request: IncomingMessage,
    done: (admit: boolean, status?: number, reason?: string) => void,
  ): Promise<void> {
    try {
      const refusal = await this.guard.check(request);
      if (refusal) done(false, refusal.status, refusal.reason);
      else done(true);
    } catch (error) {
      this.logger.error(error);
      done(false, 503, 'HQ cannot check keys right now. Try again.');
    }
  }

  private async handle(
    client: WebSocket,
    handler: Handler | undefined,
    message: Accepted,
    transform: (data: unknown) => Observable<unknown>,
  ): Promise<void> {
    const connection = this.connections.of(client);
    if (!connection) return;
    const { id, type } = message;
    if (!handler) {
      connection.answer(failure(id, 'UNSUPPORTED', `HQ does not handle "${type}" yet.`));
      return;
    }
    const reply: unknown = await lastValueFrom(transform(handler.callback(message, type)), {
      defaultValue: undefined,
    });
    // The exception filter has answered when there is none.
    if (isReply(reply)) send(reply);

    function send(given: Reply): void {
      if (given.kind === 'refused') connection?.answer(failure(id, given.refusal.code, given.refusal.error));
      if (given.kind === 'done') connection?.answer(success(id, given.payload));
      if (given.kind === 'pong')
        connection?.send({ type: 'pong', id, ts: Date.now(), payload: { ts: given.ts } });
      if (given.kind === 'done') given.after?.();
    }
  }
}
