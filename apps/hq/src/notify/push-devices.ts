import { Injectable } from '@nestjs/common';
import { hash, randomUUID } from 'node:crypto';
import type { DeliveryAttempt, NotifiedDevice, DeviceRequest, Refusal } from '@codev-hq/protocol';
import { HqConfig } from '../hq.config.js';
import { deviceOf } from '../people/device.js';
import { actorOf, type Principal } from '../people/principal.js';
import type { PushDeviceRow } from '../persistence/notification-tables.js';
import { PushDeviceRepository } from '../persistence/push-device.repository.js';
import { attemptOf, isGone } from './delivery-attempt.js';
import { WORDS } from './notice-words.js';
import type { Posted } from './outgoing-post.js';
import { canEncryptFor, endpointProblem } from './push-endpoint.js';
import { PushSender, type PushMessage } from './push-sender.js';

/** Devices of one person: more than anybody has, and a limit for a script that runs wild. */
const MOST = 20;

/** A person's devices: added and removed by them, and removed when their push service says that they are gone. */
@Injectable()
export class PushDevices {
  constructor(
    private readonly config: HqConfig,
    private readonly repository: PushDeviceRepository,
    private readonly sender: PushSender,
  ) {}

  async list(personId: string): Promise<NotifiedDevice[]> {
    return (await this.repository.ofPerson(personId)).map(view);
  }

  async add(
    personId: string,
    caller: Principal,
    request: DeviceRequest,
    userAgent: string,
  ): Promise<NotifiedDevice | Refusal> {
    const problem = endpointProblem(request.endpoint, this.config.pushOwnNetwork);
    if (problem !== undefined) return { code: 'INVALID_MESSAGE', error: problem };
    if (!canEncryptFor(request)) {
      const error = 'keys.p256dh is no key of a browser. Send what PushSubscription.toJSON() says.';
      return { code: 'INVALID_MESSAGE', error };
    }
    const digest = hash('sha256', request.endpoint, 'hex');
    const mine = await this.repository.ofPerson(personId);
    const same = mine.find((device) => device.endpoint_digest === digest);
    // A page says it again whenever it is opened.
    if (same && isAsBefore(same, caller, request)) return view(same);
    if (mine.length >= MOST && !same) {
      const error = `You have ${MOST} devices that are told. Remove one that you do not use.`;
      return { code: 'FORBIDDEN', error };
    }
    const device: PushDeviceRow = {
      id: randomUUID(),
      person_id: personId,
      session_hash: caller.sessionId ?? null,
      endpoint: request.endpoint,
      endpoint_digest: digest,
      p256dh: request.keys.p256dh,
      auth: request.keys.auth,
      name: request.name ?? deviceOf(userAgent).words,
      user_agent: request.name === undefined ? userAgent.slice(0, 300) : null,
      language: request.language ?? same?.language ?? 'en',
      created_at: Date.now(),
      last_delivered_at: null,
      problem: null,
      problem_at: null,
    };
    const details = { person: personId, device: device.name, service: new URL(request.endpoint).host };
    await this.repository.put(device, { actor: actorOf(caller), event: 'device-added', details });
    return view((await this.repository.byEndpoint(digest)) ?? device);
  }

  /** False when this person has no such device. */
  async remove(personId: string, caller: Principal, deviceId: string): Promise<boolean> {
    const device = await this.mine(personId, deviceId);
    if (device) await this.forget(device, actorOf(caller), 'removed by its person');
    return device !== undefined;
  }

  /** Tells it now; undefined when this person has no such device. */
  async test(personId: string, deviceId: string): Promise<DeliveryAttempt | undefined> {
    const device = await this.mine(personId, deviceId);
    if (!device) return undefined;
    const { test } = WORDS[device.language];
    const posted = await this.tell(device, { ...test, tag: 'test', url: '/settings' });
    return attemptOf(posted, Date.now(), device.language);
  }

  /** Hands a message over and keeps how that went. */
  async tell(device: PushDeviceRow, message: PushMessage): Promise<Posted> {
    const posted = await this.sender.send(device, message);
    const now = Date.now();
    if (posted.delivered) await this.repository.delivered(device.id, now);
    else if (isGone(posted.status)) await this.forget(device, 'hq', 'its push service says that it is gone');
    else if (!posted.cutOff) {
      const why = WORDS[device.language].undelivered(posted.undelivered ?? { why: 'unreachable' });
      await this.repository.failed(device.id, why, now);
    }
    return posted;
  }

  private async forget(device: PushDeviceRow, actor: string, why: string): Promise<void> {
    const details = { person: device.person_id, device: device.name, why };
    await this.repository.remove(device.id, Date.now(), { actor, event: 'device-removed', details });
  }

  private async mine(personId: string, deviceId: string): Promise<PushDeviceRow | undefined> {
    return (await this.repository.ofPerson(personId)).find(({ id }) => id === deviceId);
  }
}

function isAsBefore(
  { session_hash, p256dh, auth, language }: PushDeviceRow,
  { sessionId }: Principal,
  { keys, language: asked = language }: DeviceRequest,
): boolean {
  if (asked !== language) return false;
  return session_hash === (sessionId ?? null) && p256dh === keys.p256dh && auth === keys.auth;
}

function view(row: PushDeviceRow): NotifiedDevice {
  const { user_agent, last_delivered_at, problem, problem_at } = row;
  return {
    device_id: row.id,
    name: row.name,
    ...(user_agent !== null && { device: deviceOf(user_agent) }),
    created_at: iso(row.created_at),
    endpoint_digest: row.endpoint_digest,
    ...(last_delivered_at !== null && { last_delivered_at: iso(last_delivered_at) }),
    ...(problem !== null && { problem: { at: iso(problem_at ?? row.created_at), error: problem } }),
  };
}

const iso = (ms: number) => new Date(ms).toISOString();
