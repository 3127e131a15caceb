import { UseFilters } from '@nestjs/common';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import type { WebSocket } from 'ws';
import type { ConnectorPayload } from '@codev-hq/protocol';
import { AuditRepository } from '../persistence/audit.repository.js';
import { builderView, type InstanceRecord } from '../state/mirror-records.js';
import { Mirror, unregistered } from '../state/mirror.js';
import { Connections } from './connections.js';
import { FrameExceptionFilter } from './frame-exception.filter.js';
import { done, doneUnless, refused, type Reply } from './reply.js';

interface Message<T> {
  readonly payload: T;
}

/** What a registered connector reports. An answer means that `GET /api/state` says the same. */
@UseFilters(FrameExceptionFilter)
@WebSocketGateway({ path: '/ws' })
export class ReportGateway {
  constructor(
    private readonly connections: Connections,
    private readonly mirror: Mirror,
    private readonly audit: AuditRepository,
  ) {}

  @SubscribeMessage('status_update')
  statusUpdate(socket: WebSocket, { payload }: Message<ConnectorPayload<'status_update'>>): Reply {
    return doneUnless(this.mirror.statusUpdate(this.instanceOf(socket), payload));
  }

  @SubscribeMessage('builder_update')
  builderUpdate(socket: WebSocket, { payload }: Message<ConnectorPayload<'builder_update'>>): Reply {
    return doneUnless(this.mirror.builderUpdate(this.instanceOf(socket), payload));
  }

  @SubscribeMessage('sync_response')
  manifest(socket: WebSocket, { payload }: Message<ConnectorPayload<'sync_response'>>): Reply {
    const answer = this.mirror.manifest(this.instanceOf(socket), payload);
    return 'code' in answer ? refused(answer) : done({ wanted: answer.wanted });
  }

  /** A connector asks what HQ has: digests, without contents. */
  @SubscribeMessage('sync_request')
  syncRequest(socket: WebSocket, { payload }: Message<ConnectorPayload<'sync_request'>>): Reply {
    const instance = this.instanceOf(socket);
    const files = [...instance.files.values()].filter(({ row }) => row.project_path === payload.project_path);
    const builders = [...instance.builders.values()].filter(
      (row) => row.project_path === payload.project_path,
    );
    return done({
      project_path: payload.project_path,
      status_files: files.map(({ row }) => ({
        path: row.path,
        digest: row.digest,
        sha: row.git_sha,
        ...(row.worktree && { worktree: row.worktree }),
      })),
      builders: builders.map(builderView),
    });
  }

  /** A gate passed on the machine without HQ: kept in the audit log; the status file itself tells the state. */
  @SubscribeMessage('gate_completed')
  async gateCompleted(
    socket: WebSocket,
    { payload }: Message<ConnectorPayload<'gate_completed'>>,
  ): Promise<Reply> {
    const instance = this.instanceOf(socket);
    const refusal = unregistered(instance, payload.project_path);
    if (refusal) return refused(refusal);
    // What the machine says of who it was is a claim: only a decision of HQ's proves a person.
    const { completed_by: claimed_by, completed_at: claimed_at, ...gate } = payload;
    const entry = {
      actor: `instance:${instance.instanceId}`,
      event: 'gate-completion-claimed',
      details: { ...gate, claimed_by, claimed_at },
    };
    await this.audit.append(entry, Date.now());
    return done();
  }

  @SubscribeMessage('command_ack')
  async commandAck(socket: WebSocket, { payload }: Message<ConnectorPayload<'command_ack'>>): Promise<Reply> {
    const instance = this.instanceOf(socket);
    await this.audit.append(
      { actor: `instance:${instance.instanceId}`, event: 'command-acknowledged', details: payload },
      Date.now(),
    );
    return done();
  }

  private instanceOf(socket: WebSocket): InstanceRecord {
    const instanceId = this.connections.of(socket)?.instanceId;
    const instance = instanceId === undefined ? undefined : this.mirror.instance(instanceId);
    if (!instance) throw new Error('The intake let a message through before `register`.');
    return instance;
  }
}
