import { Injectable } from '@nestjs/common';
import { ApiKeyRepository } from '../persistence/api-key.repository.js';
import { SessionRepository } from '../persistence/session.repository.js';
import type { AuditRow } from '../persistence/tables.js';

/** Names for the ids that stand as actors in the audit log. Looked up, since the log keeps ids only. */
@Injectable()
export class ActorNames {
  constructor(
    private readonly people: SessionRepository,
    private readonly keys: ApiKeyRepository,
  ) {}

  /** By id as it is written there: `person:<id>`, `key:<id>`. */
  async of(rows: readonly Pick<AuditRow, 'actor'>[]): Promise<Record<string, string>> {
    const wanted = new Set(rows.flatMap(({ actor }) => actor.match(/\b(?:person|key):[\w-]+/g) ?? []));
    if (wanted.size === 0) return {};
    const [people, keys] = await Promise.all([this.people.people(), this.keys.all()]);
    const all = [
      ...people.map(({ id, name }) => [`person:${id}`, name] as const),
      ...keys.map(({ id, name }) => [`key:${id}`, name] as const),
    ];
    return Object.fromEntries(all.filter(([id]) => wanted.has(id)));
  }
}
