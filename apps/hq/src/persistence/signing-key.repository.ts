import { Inject, Injectable } from '@nestjs/common';
import type { Database } from './database.js';
import { DATABASE } from './persistence.tokens.js';
import type { SigningKeyRow } from './tables.js';

@Injectable()
export class SigningKeyRepository {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  /** Newest first: the first signs, all of them are announced. */
  async all(): Promise<SigningKeyRow[]> {
    return this.db.selectFrom('signing_key').selectAll().orderBy('created_at', 'desc').execute();
  }

  async add(key: { kid: string; private_jwk: string; created_at: number }): Promise<void> {
    await this.db.insertInto('signing_key').values(key).execute();
  }
}
