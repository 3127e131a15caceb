import { Injectable } from '@nestjs/common';
import { createECDH } from 'node:crypto';
import { OwnAddress } from '../people/own-address.js';
import type { VapidKeyRow } from '../persistence/notification-tables.js';
import { PeopleRepository } from '../persistence/people.repository.js';
import { PushDeviceRepository } from '../persistence/push-device.repository.js';

/**
 * The pair that push services know this HQ by (RFC 8292). Made when it is first asked for and kept: browsers subscribe to
 * one key, so another would end every subscription.
 */
@Injectable()
export class VapidKeys {
  private loading: Promise<VapidKeyRow> | undefined;

  constructor(
    private readonly devices: PushDeviceRepository,
    private readonly people: PeopleRepository,
    private readonly address: OwnAddress,
  ) {}

  async pair(): Promise<VapidKeyRow> {
    this.loading ??= this.load();
    try {
      return await this.loading;
    } catch (error) {
      this.loading = undefined;
      throw error;
    }
  }

  /** Whom a push service may turn to: HQ's address, or its owner's where that is not one for the world. */
  async contact(): Promise<string> {
    const { publicUrl } = this.address;
    if (publicUrl.startsWith('https:')) return publicUrl;
    const email = (await this.people.owner())?.email;
    return `mailto:${email ?? 'owner@codev-hq.invalid'}`;
  }

  private async load(): Promise<VapidKeyRow> {
    const stored = await this.devices.vapidKey();
    if (stored) return stored;
    const curve = createECDH('prime256v1');
    const made = {
      public_key: curve.generateKeys().toString('base64url'),
      // Leading zeros are part of it: a shorter one is refused.
      private_key: Buffer.from(curve.getPrivateKey('hex').padStart(64, '0'), 'hex').toString('base64url'),
      created_at: Date.now(),
    };
    await this.devices.addVapidKey(made);
    return made;
  }
}
