import { Inject, Injectable } from '@nestjs/common';
import { appendAudit, type AuditEntry } from './audit.repository.js';
import type { Database } from './database.js';
import { DATABASE } from './persistence.tokens.js';
import type { PersonRow, SessionRow, SignInLinkRow } from './tables.js';

/** Sessions and the links that open them, as people and the owner manage them. */
@Injectable()
export class SessionRepository {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  /** Those that are good, the last used first. */
  async of(personId: string, now: number): Promise<SessionRow[]> {
    return this.db
      .selectFrom('session')
      .selectAll()
      .where('person_id', '=', personId)
      .where('expires_at', '>', now)
      .orderBy('last_seen_at', 'desc')
      .execute();
  }

  /** Also those that have expired. */
  async everyOf(personId: string): Promise<SessionRow[]> {
    return this.db.selectFrom('session').selectAll().where('person_id', '=', personId).execute();
  }

  /** Deletes sessions that have expired and the devices that are told because of them; says how many there were. */
  async sweep(now: number): Promise<number> {
    return this.db.transaction().execute(async (tx) => {
      const old = tx.selectFrom('session').select('token_hash').where('expires_at', '<=', now);
      const devices = tx.selectFrom('push_device').select('id').where('session_hash', 'in', old);
      await tx.deleteFrom('delivery').where('device_id', 'in', devices).execute();
      await tx.deleteFrom('push_device').where('session_hash', 'in', old).execute();
      const gone = await tx.deleteFrom('session').where('expires_at', '<=', now).executeTakeFirst();
      return Number(gone.numDeletedRows);
    });
  }

  async byHash(tokenHash: string): Promise<SessionRow | undefined> {
    return this.db.selectFrom('session').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst();
  }

  /** Ends them together with the links that they made for other devices, unless those are used. */
  async end(tokenHashes: readonly string[], at: number, entry: AuditEntry): Promise<void> {
    if (tokenHashes.length === 0) return;
    await this.db.transaction().execute(async (tx) => {
      await appendAudit(tx, entry, at);
      await tx
        .deleteFrom('sign_in_link')
        .where('from_session', 'in', [...tokenHashes])
        .where('used_at', 'is', null)
        .execute();
      await tx
        .deleteFrom('session')
        .where('token_hash', 'in', [...tokenHashes])
        .execute();
    });
  }

  /** Links for other devices that a person could still use. */
  async handovers(personId: string, now: number): Promise<SignInLinkRow[]> {
    return this.db
      .selectFrom('sign_in_link')
      .selectAll()
      .where('person_id', '=', personId)
      .where('handover_id', 'is not', null)
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .execute();
  }

  async handover(id: string): Promise<SignInLinkRow | undefined> {
    return this.db.selectFrom('sign_in_link').selectAll().where('handover_id', '=', id).executeTakeFirst();
  }

  /** False when it cannot be used any more anyway; nothing is told then. */
  async withdraw(personId: string, handoverId: string, at: number, entry: AuditEntry): Promise<boolean> {
    return this.db.transaction().execute(async (tx) => {
      const gone = await tx
        .deleteFrom('sign_in_link')
        .where('person_id', '=', personId)
        .where('handover_id', '=', handoverId)
        .where('used_at', 'is', null)
        .executeTakeFirst();
      const isGone = Number(gone.numDeletedRows) === 1;
      if (isGone) await appendAudit(tx, entry, at);
      return isGone;
    });
  }

  async people(): Promise<PersonRow[]> {
    return this.db.selectFrom('person').selectAll().orderBy('created_at').orderBy('id').execute();
  }

  /** Of each person who has one: how many sessions are good, and when the last of them was used. */
  async counts(now: number): Promise<Map<string, { sessions: number; lastSeen: number }>> {
    const rows = await this.db
      .selectFrom('session')
      .select((eb) => [
        'person_id',
        eb.fn.countAll<number>().as('sessions'),
        eb.fn.max('last_seen_at').as('lastSeen'),
      ])
      .where('expires_at', '>', now)
      .groupBy('person_id')
      .execute();
    return new Map(rows.map((row) => [row.person_id, { sessions: row.sessions, lastSeen: row.lastSeen }]));
  }

  async change(
    personId: string,
    change: Partial<Pick<PersonRow, 'name' | 'email'>>,
    at: number,
    entry: AuditEntry,
  ): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      await appendAudit(tx, entry, at);
      await tx.updateTable('person').set(change).where('id', '=', personId).execute();
    });
  }

  /** Takes everything that lets a person in or tells them: sessions, links, keys that decide in their name, devices. */
  async remove(personId: string, at: number, entry: AuditEntry): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      await appendAudit(tx, entry, at);
      await tx
        .deleteFrom('sign_in_link')
        .where('person_id', '=', personId)
        .where('used_at', 'is', null)
        .execute();
      await tx.deleteFrom('session').where('person_id', '=', personId).execute();
      await tx
        .updateTable('api_key')
        .set({ revoked_at: at })
        .where('person_id', '=', personId)
        .where('revoked_at', 'is', null)
        .execute();
      const devices = tx.selectFrom('push_device').select('id').where('person_id', '=', personId);
      await tx.deleteFrom('delivery').where('device_id', 'in', devices).execute();
      await tx.deleteFrom('push_device').where('person_id', '=', personId).execute();
      await tx.deleteFrom('held_notice').where('person_id', '=', personId).execute();
      await tx.updateTable('person').set({ removed_at: at }).where('id', '=', personId).execute();
    });
  }
}
