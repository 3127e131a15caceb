import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import type { WebSocket } from 'ws';
import { Mirror } from '../state/mirror.js';
import type { Connection } from './connection.js';

/** Which sockets are open, and which of them speaks for an instance. */
@Injectable()
export class Connections {
  /** A connection that is over, told once. */
  readonly gone = new Subject<Connection>();
  /** A connection speaks for an instance now; `again` when another did before. */
  readonly bound = new Subject<{ connection: Connection; instanceId: string; again: boolean }>();
  private readonly bySocket = new Map<WebSocket, Connection>();
  private readonly byInstance = new Map<string, Connection>();
  private readonly lastSession = new Map<string, string>();

  constructor(private readonly mirror: Mirror) {}

  add(connection: Connection): void {
    this.bySocket.set(connection.socket, connection);
  }

  of(socket: WebSocket): Connection | undefined {
    return this.bySocket.get(socket);
  }

  all(): Connection[] {
    return [...this.bySocket.values()];
  }

  forInstance(instanceId: string): Connection | undefined {
    return this.byInstance.get(instanceId);
  }

  /** Makes this connection the instance's; gives back the one it replaces, and whether it resumes the last session. */
  bind(connection: Connection, instanceId: string, resuming: string | undefined) {
    if (connection.instanceId !== undefined && connection.instanceId !== instanceId) this.unbind(connection);
    const again = connection.instanceId !== instanceId && this.lastSession.has(instanceId);
    const before = this.byInstance.get(instanceId);
    const resumed = resuming !== undefined && this.lastSession.get(instanceId) === resuming;
    connection.instanceId = instanceId;
    this.byInstance.set(instanceId, connection);
    this.lastSession.set(instanceId, connection.sessionId);
    this.bound.next({ connection, instanceId, again });
    return { replaced: before === connection ? undefined : before, resumed };
  }

  /** The socket is gone or given up: its instance is offline, unless a newer socket speaks for it. */
  remove(connection: Connection): void {
    const wasOpen = this.bySocket.delete(connection.socket);
    this.unbind(connection);
    if (wasOpen) this.gone.next(connection);
  }

  /** Gives a socket up with a reason, and does not wait for its goodbye to say that the instance is offline. */
  drop(connection: Connection, code: number, reason: string): void {
    this.remove(connection);
    connection.close(code, reason);
  }

  private unbind(connection: Connection): void {
    const { instanceId } = connection;
    if (instanceId === undefined || this.byInstance.get(instanceId) !== connection) return;
    this.byInstance.delete(instanceId);
    this.mirror.offline(instanceId);
  }
}
