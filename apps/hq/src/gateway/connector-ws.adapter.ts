import type { INestApplicationContext } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { MAX_FRAME_BYTES } from '@codev-hq/protocol';
import { ConnectorSocket } from './connection.js';
import { FrameTurns } from './frame-turns.js';
import { UpgradeGuard } from './upgrade-guard.js';

/** Nest's WebSocket adapter with our protocol in place of its `{event,data}`: refuses before the upgrade. */
export class ConnectorWsAdapter extends WsAdapter {
  private readonly guard: UpgradeGuard;
  private readonly turns: FrameTurns;

  constructor(app: INestApplicationContext) {
    super(app);
    this.guard = app.get(UpgradeGuard);
    this.turns = app.get(FrameTurns);
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

  override bindMessageHandlers(client: WebSocket): void {
    this.turns.listen(client);
  }

  private async admit(
    request: IncomingMessage,
    done: (admit: boolean, status?: number, reason?: string) => void,
  ): Promise<void> {
    try {
      const refusal = await this.guard.check(request);
      if (refusal) done(false, refusal.status, refusal.reason);
      else inOneWrite(request.socket, () => done(true));
    } catch (error) {
      this.logger.error(error);
      done(false, 503, 'HQ cannot check keys right now. Try again.');
    }
  }
}

/** The answer to the upgrade and the welcome, which is sent with the tick's end, in one call to the system. */
function inOneWrite(socket: Socket, upgrade: () => void): void {
  socket.cork();
  try {
    upgrade();
  } finally {
    process.nextTick(() => socket.uncork());
  }
}
