import { Inject, Injectable } from '@nestjs/common';
import { appendAudit, type AuditEntry } from './audit.repository.js';
import type { Database } from './database.js';
import { DATABASE } from './persistence.tokens.js';
import type { PersonRow, SessionRow, SignInLinkRow } from './tables.js';

export type Identity = Pick<PersonRow, 'name' | 'email'>;

@Injectable()
export class PeopleRepository {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  async personById(id: string): Promise<PersonRow | undefined> {
    return this.db.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirst();
  }

  async personByEmail(email: string): Promise<PersonRow | undefined> {
    return this.db.selectFrom('person').selectAll().where('email', '=', email).executeTakeFirst();
  }

  /** Oldest first, also those who were removed. */
  async all(): Promise<PersonRow[]> {
    return this.db.selectFrom('person').selectAll().orderBy('created_at').execute();
  }

  async anybody(): Promise<boolean> {
    return (await this.db.selectFrom('person').select('id').limit(1).executeTakeFirst()) !== undefined;
  }

  /** People who have signed in at least once: a link that was never used leaves nobody able to make another. */
  async anybodySignedIn(): Promise<boolean> {
    return (await usedLink(this.db)) !== undefined;
  }

  async owner(): Promise<PersonRow | undefined> {
    return this.db
      .selectFrom('person')
      .selectAll()
      .where('role', '=', 'admin')
      .where('removed_at', 'is', null)
      .orderBy('created_at')
      .executeTakeFirst();
  }

  async add(person: PersonRow, entry: AuditEntry): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      await appendAudit(tx, entry, person.created_at);
      await tx.insertInto('person').values(person).execute();
    });
  }

  async withoutEmail(name: string): Promise<PersonRow | undefined> {
    const named = this.db.selectFrom('person').selectAll().where('name', '=', name);
    return named.where('email', 'is', null).executeTakeFirst();
  }

  /** Whoever was removed is back with it. */
  async setIdentity(id: string, name: string, email: string | null): Promise<void> {
    await this.db.updateTable('person').set({ name, email, removed_at: null }).where('id', '=', id).execute();
  }

  /**
   * Before anybody has signed in: `owner`, as written here, is the owner in place of the person `before`, who may be the
   * same. Links that were made until now are no door any more. False when somebody has signed in meanwhile: then the owner
   * is whoever it was, under the name they had.
   */
  async settleOwner(before: string, owner: PersonRow, entry: AuditEntry | undefined): Promise<boolean> {
    return this.db.transaction().execute(async (tx) => {
      // First: whoever is using one of them just now is waited for.
      await tx.deleteFrom('sign_in_link').where('used_at', 'is', null).execute();
      if ((await usedLink(tx)) !== undefined) return false;
      if (entry) await appendAudit(tx, entry, Date.now());
      await tx.updateTable('person').set({ role: 'approver' }).where('id', '=', before).execute();
      const { id, name, email } = owner;
      const set = { name, email, role: 'admin', removed_at: null };
      await tx.updateTable('person').set(set).where('id', '=', id).execute();
      return true;
    });
  }

  /** Whether a key speaks in this person's name, or has done so. */
  async hasKey(id: string): Promise<boolean> {
    const key = this.db
      .selectFrom('api_key')
      .select('id')
      .where('person_id', '=', id)
      .where((eb) => eb.or([eb('revoked_at', 'is', null), eb('last_used_at', 'is not', null)]))
      .limit(1);
    return (await key.executeTakeFirst()) !== undefined;
  }

  async addLink(link: SignInLinkRow, entry: AuditEntry): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      await appendAudit(tx, entry, link.created_at);
      await tx.insertInto('sign_in_link').values(link).execute();
    });
  }

  async linkByHash(tokenHash: string): Promise<SignInLinkRow | undefined> {
    return this.db
      .selectFrom('sign_in_link')
      .selectAll()
      .where('token_hash', '=', tokenHash)
      .executeTakeFirst();
  }

  /** Uses a link and opens the session in one step. False when somebody else used it first: a link works once. */
  async useLink(tokenHash: string, session: SessionRow, entry: AuditEntry): Promise<boolean> {
    return this.db.transaction().execute(async (tx) => {
      const used = await tx
        .updateTable('sign_in_link')
        .set({ used_at: session.created_at, opened_session: session.token_hash })
        .where('token_hash', '=', tokenHash)
        .where('used_at', 'is', null)
        .where('expires_at', '>', session.created_at)
        .executeTakeFirst();
      if (Number(used.numUpdatedRows) !== 1) return false;
      await appendAudit(tx, entry, session.created_at);
      await tx.insertInto('session').values(session).execute();
      return true;
    });
  }

  async session(tokenHash: string): Promise<{ session: SessionRow; person: PersonRow } | undefined> {
    const session = await this.db
      .selectFrom('session')
      .selectAll()
      .where('token_hash', '=', tokenHash)
      .executeTakeFirst();
    const person = session && (await this.personById(session.person_id));
    return session && person && { session, person };
  }

  async touchSession(tokenHash: string, lastSeenAt: number, expiresAt: number): Promise<void> {
    await this.db
      .updateTable('session')
      .set({ last_seen_at: lastSeenAt, expires_at: expiresAt })
      .where('token_hash', '=', tokenHash)
      .execute();
  }

  /** Those of these sessions that are neither signed out nor too old. */
  async openSessions(tokenHashes: readonly string[], now: number): Promise<Set<string>> {
    if (tokenHashes.length === 0) return new Set();
    const open = this.db.selectFrom('session').select('token_hash').where('expires_at', '>', now);
    const rows = await open.where('token_hash', 'in', [...new Set(tokenHashes)]).execute();
    return new Set(rows.map((row) => row.token_hash));
  }
}

function usedLink(db: Database): Promise<Pick<SignInLinkRow, 'person_id'> | undefined> {
  const used = db.selectFrom('sign_in_link').select('person_id').where('used_at', 'is not', null);
  return used.limit(1).executeTakeFirst();
}
