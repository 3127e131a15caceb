import { Inject, Injectable } from '@nestjs/common';
import { appendAudit, type AuditEntry } from './audit.repository.js';
import type { Database } from './database.js';
import { DATABASE } from './persistence.tokens.js';
import type { ApiKeyRow } from './tables.js';

@Injectable()
export class ApiKeyRepository {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  async add(key: ApiKeyRow, entry: AuditEntry): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      await appendAudit(tx, entry, key.created_at);
      await tx.insertInto('api_key').values(key).execute();
    });
  }

  async byId(id: string): Promise<ApiKeyRow | undefined> {
    return this.db.selectFrom('api_key').selectAll().where('id', '=', id).executeTakeFirst();
  }

  async all(): Promise<ApiKeyRow[]> {
    return this.db.selectFrom('api_key').selectAll().orderBy('created_at').execute();
  }

  /** Which instances belong to which key. */
  async instances(): Promise<{ instance_id: string; name: string; owner: string }[]> {
    const columns = ['instance_id', 'name', 'owner'] as const;
    return this.db.selectFrom('instance').select(columns).orderBy('name').execute();
  }

  async touch(id: string, at: number): Promise<void> {
    await this.db.updateTable('api_key').set({ last_used_at: at }).where('id', '=', id).execute();
  }

  async setSecret(id: string, secretHash: string, at: number, entry: AuditEntry): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      await appendAudit(tx, entry, at);
      await tx.updateTable('api_key').set({ secret_hash: secretHash }).where('id', '=', id).execute();
    });
  }

  async revoke(id: string, at: number, entry: AuditEntry): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      await appendAudit(tx, entry, at);
      await tx.updateTable('api_key').set({ revoked_at: at }).where('id', '=', id).execute();
    });
  }

  /** The hash of each key's secret, without those that are revoked. */
  async standing(): Promise<Map<string, string>> {
    const good = this.db.selectFrom('api_key').select(['id', 'secret_hash']).where('revoked_at', 'is', null);
    return new Map((await good.execute()).map(({ id, secret_hash }) => [id, secret_hash]));
  }
}
