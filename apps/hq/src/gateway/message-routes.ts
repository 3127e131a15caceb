import { Injectable } from '@nestjs/common';
import type { ConnectorMessageType, ConnectorPayload } from '@codev-hq/protocol';
import type { Connection } from './connection.js';
import { ConnectorGateway } from './connector.gateway.js';
import type { Accepted } from './frame-intake.js';
import type { Reply } from './reply.js';
import { Reports } from './reports.js';

type Handler<T extends ConnectorMessageType> = (
  connection: Connection,
  payload: ConnectorPayload<T>,
) => Reply | Promise<Reply>;

type Routes = { readonly [T in ConnectorMessageType]?: Handler<T> };

/**
 * Who handles which message. A table instead of Nest's `@SubscribeMessage`: what its pipeline does for each frame (context,
 * pipes, three observables) is done once, at the door, and costs more than handling the frame.
 */
@Injectable()
export class MessageRoutes {
  private readonly routes: Routes;

  constructor(gateway: ConnectorGateway, reports: Reports) {
    this.routes = {
      register: (connection, payload) => gateway.register(connection, payload),
      ping: (connection, payload) => gateway.ping(connection, payload),
      status_update: (connection, payload) => reports.statusUpdate(connection, payload),
      builder_update: (connection, payload) => reports.builderUpdate(connection, payload),
      sync_response: (connection, payload) => reports.manifest(connection, payload),
      sync_request: (connection, payload) => reports.syncRequest(connection, payload),
      gate_completed: (connection, payload) => reports.gateCompleted(connection, payload),
      terminal_output: (connection, payload) => reports.terminalOutput(connection, payload),
      decision_progress: (connection, payload) => reports.decisionProgress(connection, payload),
      command_ack: (connection, payload) => reports.commandAck(connection, payload),
    };
  }

  /** Undefined for a message that nobody handles yet. */
  handle(connection: Connection, { type, payload }: Accepted): Reply | Promise<Reply> | undefined {
    // The intake has checked this payload with this type's schema, which the compiler cannot see.
    const handler = this.routes[type] as ((from: Connection, payload: unknown) => Reply) | undefined;
    return handler?.(connection, payload);
  }
}
