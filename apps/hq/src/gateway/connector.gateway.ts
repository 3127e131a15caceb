import { Logger } from '@nestjs/common';
import { WebSocketGateway, type OnGatewayConnection, type OnGatewayDisconnect } from '@nestjs/websockets';
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import { CloseCode, HQ_FEATURES, PROTOCOL_VERSION, type ConnectorPayload } from '@codev-hq/protocol';
import { HqConfig } from '../hq.config.js';
import { ProofSigner } from '../approval/proof-signer.js';
import { Mirror } from '../state/mirror.js';
import { Connection } from './connection.js';
import { Connections } from './connections.js';
import { DecisionCourier } from './decision-courier.js';
import { done, refused, type Reply } from './reply.js';
import { UpgradeGuard } from './upgrade-guard.js';

/** A connector registers once, and again when its projects change; more is somebody filling HQ's memory. */
const MAX_REGISTRATIONS = 100;

/** Connections and who they are: welcome, register, heartbeat. What they report is in `reports.ts`. */
@WebSocketGateway({ path: '/ws' })
export class ConnectorGateway implements OnGatewayConnection, OnGatewayDisconnect {
  private readonly logger = new Logger('Gateway');

  constructor(
    private readonly config: HqConfig,
    private readonly connections: Connections,
    private readonly guard: UpgradeGuard,
    private readonly mirror: Mirror,
    private readonly signer: ProofSigner,
    private readonly courier: DecisionCourier,
  ) {}

  handleConnection(socket: WebSocket, request: IncomingMessage): void {
    const principal = this.guard.principal(request);
    if (!principal) throw new Error('A socket was opened past the upgrade guard.');
    const connection = new Connection(socket, request.socket, principal, {
      limit: this.config.rateLimit,
      burst: this.config.rateBurst,
    });
    socket.on('error', (error) => this.logger.warn(`A connector's socket failed: ${error.message}`));
    this.connections.add(connection);
    connection.send({
      type: 'welcome',
      id: 'server-welcome',
      ts: Date.now(),
      payload: {
        message: 'Connected to CODEV_HQ',
        protocol: PROTOCOL_VERSION,
        features: [...HQ_FEATURES],
        heartbeat_ms: this.config.heartbeatMs,
        server_time: new Date().toISOString(),
        public_keys: this.signer.publicKeys,
      },
    });
  }

  handleDisconnect(socket: WebSocket): void {
    const connection = this.connections.of(socket);
    if (!connection) return;
    this.connections.remove(connection);
    if (connection.instanceId !== undefined)
      this.logger.log(`${this.nameOf(connection.instanceId)} disconnected`);
  }

  register(connection: Connection, payload: ConnectorPayload<'register'>): Reply {
    connection.registrations += 1;
    if (connection.registrations > MAX_REGISTRATIONS) {
      const error = 'This connection has registered too often. Open a new one.';
      return refused({ code: 'RATE_LIMITED', error });
    }
    const instance = this.mirror.register(connection.principal.id, payload);
    if ('code' in instance) return refused(instance);
    const { replaced, resumed } = this.connections.bind(connection, instance.instanceId, payload.session_id);
    if (replaced) this.connections.drop(replaced, CloseCode.Replaced, 'a newer connection took over');
    this.logger.log(`${instance.name} connected with ${instance.projects.length} project(s)`);
    const answer = { session_id: connection.sessionId, server_time: new Date().toISOString(), resumed };
    return done(answer, () => this.courier.deliver(instance.instanceId));
  }

  ping({ instanceId }: Connection, payload: ConnectorPayload<'ping'>): Reply {
    if (instanceId !== undefined) this.mirror.seen(instanceId, true);
    return { kind: 'pong', ts: payload.ts };
  }

  private nameOf(instanceId: string): string {
    return this.mirror.instance(instanceId)?.name ?? instanceId;
  }
}
