import { Inject, Injectable } from '@nestjs/common';
import type { Database } from './database.js';
import { DATABASE } from './persistence.tokens.js';
import type { GateLookRow } from './tables.js';

/** Which versions of a gate each person has had on the screen. */
@Injectable()
export class GateLookRepository {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  /** A version seen before keeps when it was first seen. */
  async keep(look: GateLookRow): Promise<void> {
    await this.db
      .insertInto('gate_look')
      .values(look)
      .onConflict((c) =>
        c.columns(['person_id', 'gate_id', 'seen_hash']).doUpdateSet({ last_at: look.last_at }),
      )
      .execute();
  }

  async last(personId: string, gateId: string): Promise<GateLookRow | undefined> {
    return this.db
      .selectFrom('gate_look')
      .selectAll()
      .where('person_id', '=', personId)
      .where('gate_id', '=', gateId)
      .orderBy('last_at', 'desc')
      .limit(1)
      .executeTakeFirst();
  }

  /** How many versions one person has seen of one gate. */
  async count(personId: string, gateId: string): Promise<number> {
    const { versions } = await this.db
      .selectFrom('gate_look')
      .select((eb) => eb.fn.countAll<number>().as('versions'))
      .where('person_id', '=', personId)
      .where('gate_id', '=', gateId)
      .executeTakeFirstOrThrow();
    return versions;
  }

  /** What those who decided these had looked at of their gates. */
  async ofDecisions(
    decisions: readonly { readonly gate_id: string; readonly approver_id: string }[],
  ): Promise<GateLookRow[]> {
    if (decisions.length === 0) return [];
    return this.db
      .selectFrom('gate_look')
      .selectAll()
      .where((eb) =>
        eb.or(decisions.map(({ gate_id, approver_id }) => eb.and({ person_id: approver_id, gate_id }))),
      )
      .execute();
  }
}
