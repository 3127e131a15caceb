import { Inject, Injectable } from '@nestjs/common';
import { appendAudit, type AuditEntry } from './audit.repository.js';
import type { Database } from './database.js';
import type { PushDeviceRow, VapidKeyRow } from './notification-tables.js';
import { DATABASE } from './persistence.tokens.js';

/** Browsers that are told, and the keys that their push services know HQ by. */
@Injectable()
export class PushDeviceRepository {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  async vapidKey(): Promise<VapidKeyRow | undefined> {
    return this.db.selectFrom('vapid_key').selectAll().orderBy('created_at', 'desc').executeTakeFirst();
  }

  async addVapidKey(key: VapidKeyRow): Promise<void> {
    await this.db.insertInto('vapid_key').values(key).execute();
  }

  /** Devices whose session is good, oldest first; the others are forgotten. */
  async all(): Promise<PushDeviceRow[]> {
    await this.forgetSignedOut();
    return this.db.selectFrom('push_device').selectAll().orderBy('created_at').execute();
  }

  async ofPerson(personId: string): Promise<PushDeviceRow[]> {
    return (await this.all()).filter((device) => device.person_id === personId);
  }

  async byId(id: string): Promise<PushDeviceRow | undefined> {
    await this.forgetSignedOut();
    return this.db.selectFrom('push_device').selectAll().where('id', '=', id).executeTakeFirst();
  }

  async byEndpoint(digest: string): Promise<PushDeviceRow | undefined> {
    const found = this.db.selectFrom('push_device').selectAll().where('endpoint_digest', '=', digest);
    return found.executeTakeFirst();
  }

  /** A browser has one endpoint: whoever signs in there last is told there. */
  async put(device: PushDeviceRow, entry: AuditEntry): Promise<void> {
    const { id: _id, created_at: _created, endpoint_digest: _digest, ...renewed } = device;
    await this.db.transaction().execute(async (tx) => {
      await appendAudit(tx, entry, Date.now());
      const insert = tx.insertInto('push_device').values(device);
      await insert.onConflict((c) => c.column('endpoint_digest').doUpdateSet(renewed)).execute();
    });
  }

  /** With what was on its way to it. */
  async remove(id: string, at: number, entry: AuditEntry): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      await appendAudit(tx, entry, at);
      await tx.deleteFrom('delivery').where('device_id', '=', id).execute();
      await tx.deleteFrom('push_device').where('id', '=', id).execute();
    });
  }

  async delivered(id: string, at: number): Promise<void> {
    const set = { last_delivered_at: at, problem: null, problem_at: null };
    await this.db.updateTable('push_device').set(set).where('id', '=', id).execute();
  }

  async failed(id: string, problem: string, at: number): Promise<void> {
    await this.db.updateTable('push_device').set({ problem, problem_at: at }).where('id', '=', id).execute();
  }

  /** Their session was ended or has expired, or there never was one: keys could add devices, which nothing would end. */
  private async forgetSignedOut(): Promise<void> {
    const good = this.db.selectFrom('session').select('token_hash').where('expires_at', '>', Date.now());
    await this.db
      .deleteFrom('push_device')
      .where((eb) => eb.or([eb('session_hash', 'is', null), eb('session_hash', 'not in', good)]))
      .execute();
  }
}
