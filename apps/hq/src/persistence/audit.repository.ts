import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Database } from './database.js';
import { DATABASE } from './persistence.tokens.js';
import type { AuditRow, Tables } from './tables.js';

/** A fact to keep for ever. `details` is flat, small JSON; secrets never go in. */
export interface AuditEntry {
  readonly actor: string;
  readonly event: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface ToldFilter {
  readonly events: readonly string[];
  readonly actor?: string;
  readonly since?: number;
  readonly until?: number;
  readonly before?: { readonly at: number; readonly seq: number };
  readonly limit: number;
}

export interface AuditFilter {
  readonly before?: number | undefined;
  readonly event?: string | undefined;
  readonly limit: number;
}

@Injectable()
export class AuditRepository {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  async append(entry: AuditEntry, at: number): Promise<void> {
    await this.db.transaction().execute((tx) => appendAudit(tx, entry, at));
  }

  /** Rows after `seq` in order, at most `limit`. */
  async page(after: number, limit: number): Promise<AuditRow[]> {
    return this.db
      .selectFrom('audit')
      .selectAll()
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(limit)
      .execute();
  }

  /** Newest first, from below a row on. */
  async newest(of: AuditFilter): Promise<AuditRow[]> {
    let query = this.db.selectFrom('audit').selectAll();
    if (of.before !== undefined) query = query.where('seq', '<', of.before);
    if (of.event !== undefined) query = query.where('event', '=', of.event);
    return query.orderBy('seq', 'desc').limit(of.limit).execute();
  }

  /** Some events by the time of them, newest first. */
  async told(of: ToldFilter): Promise<AuditRow[]> {
    let query = this.db
      .selectFrom('audit')
      .selectAll()
      .where('event', 'in', [...of.events]);
    const { actor, since, until, before } = of;
    if (since !== undefined) query = query.where('at', '>=', since);
    if (until !== undefined) query = query.where('at', '<', until);
    if (actor !== undefined)
      query = query.where((eb) => eb.or([eb('actor', '=', actor), eb('actor', 'like', `${actor} by %`)]));
    if (before)
      query = query.where((eb) => eb(eb.refTuple('at', 'seq'), '<', eb.tuple(before.at, before.seq)));
    return query.orderBy('at', 'desc').orderBy('seq', 'desc').limit(of.limit).execute();
  }

  async head(): Promise<{ seq: number; hash: string }> {
    return this.db
      .selectFrom('audit_head')
      .select(['seq', 'hash'])
      .where('id', '=', 1)
      .executeTakeFirstOrThrow();
  }

  /** How many steps each decision has taken. */
  async decisionSteps(): Promise<Map<string, number>> {
    const rows = await this.db
      .selectFrom('decision_step')
      .select(['decision_id', (eb) => eb.fn.countAll<number | string>().as('steps')])
      .groupBy('decision_id')
      .execute();
    return new Map(rows.map(({ decision_id, steps }) => [decision_id, Number(steps)]));
  }
}

/**
 * Adds a row to the chain inside the caller's transaction, so that a fact and its audit row are stored together or not
 * at all. The head's row is written first: that takes the write lock, and two processes cannot fork the chain.
 */
export async function appendAudit(tx: Transaction<Tables>, entry: AuditEntry, at: number): Promise<void> {
  const head = await tx
    .updateTable('audit_head')
    .set((eb) => ({ seq: eb('seq', '+', 1) }))
    .where('id', '=', 1)
    .returning(['seq', 'hash'])
    .executeTakeFirstOrThrow();
  const row = {
    seq: head.seq,
    at,
    actor: entry.actor,
    event: entry.event,
    details: canonicalJson(entry.details),
    previous_hash: head.hash,
  };
  const hash = auditHash(row);
  await tx
    .insertInto('audit')
    .values({ ...row, hash })
    .execute();
  await tx.updateTable('audit_head').set({ hash }).where('id', '=', 1).execute();
}

/** SHA-256 over the row's own fields and the hash of the row before. */
export function auditHash(row: Omit<AuditRow, 'hash'>): string {
  const fields = [row.seq, row.at, row.actor, row.event, row.details, row.previous_hash];
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}

function canonicalJson(value: Readonly<Record<string, unknown>>): string {
  const sorted = Object.keys(value)
    .sort()
    .filter((key) => value[key] !== undefined)
    .map((key) => [key, value[key]] as const);
  return JSON.stringify(Object.fromEntries(sorted));
}
