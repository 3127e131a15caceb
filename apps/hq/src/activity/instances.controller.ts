import { Controller, Get } from '@nestjs/common';
import type { InstanceDetail, InstanceList } from '@codev-hq/protocol';
import { GateList } from '../approval/gate-list.js';
import { ENVIRONMENT_KEY_ID } from '../people/api-keys.service.js';
import { Caller, Needs } from '../people/auth.guard.js';
import { ENVIRONMENT_KEY_NAME, type Principal } from '../people/principal.js';
import { ApiKeyRepository } from '../persistence/api-key.repository.js';
import { LinkHealth } from '../state/link-health.js';
import { instanceView, type InstanceRecord } from '../state/mirror-records.js';
import { Mirror } from '../state/mirror.js';

type Keys = ReadonlyMap<string, { readonly name: string; readonly revoked: boolean }>;

/** Machines, with how good the line to each is and which key it belongs to. */
@Controller('api/instances')
@Needs('read')
export class InstancesController {
  constructor(
    private readonly mirror: Mirror,
    private readonly links: LinkHealth,
    private readonly gates: GateList,
    private readonly keys: ApiKeyRepository,
  ) {}

  @Get()
  async list(@Caller() caller: Principal): Promise<InstanceList> {
    const keys: Keys = new Map([
      [ENVIRONMENT_KEY_ID, { name: ENVIRONMENT_KEY_NAME, revoked: false }],
      ...(await this.keys.all()).map(
        ({ id, name, revoked_at }) => [id, { name, revoked: revoked_at !== null }] as const,
      ),
    ]);
    const waiting = Map.groupBy(this.gates.all(), ({ instance_id }) => instance_id);
    const isAdmin = caller.scopes.includes('admin');
    const instances = Array.from(this.mirror.instances(), (instance) => ({
      ...this.detail(instance, keys, isAdmin),
      waiting_gates: waiting.get(instance.instanceId)?.length ?? 0,
    }));
    return { instances };
  }

  private detail(
    instance: InstanceRecord,
    keys: Keys,
    isAdmin: boolean,
  ): Omit<InstanceDetail, 'waiting_gates'> {
    const { latency, reconnectsToday } = this.links.state(instance.instanceId, Date.now());
    const key = keys.get(instance.owner);
    return {
      ...instanceView(instance),
      ...(instance.online && { online_since: iso(instance.onlineSince) }),
      ...(latency && {
        latency_ms: Math.round(latency.ms * 100) / 100,
        latency_at: iso(latency.at),
      }),
      reconnects_today: reconnectsToday,
      ...(key && { key: { ...(isAdmin && { id: instance.owner }), ...key } }),
      status_files: instance.files.size,
      builders: instance.builders.size,
    };
  }
}

const iso = (ms: number) => new Date(ms).toISOString();
