import { Inject, Injectable } from '@nestjs/common';
import type { AuditEvent } from '@codev-hq/protocol';
import { createHash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { Database } from './database.js';
import type { StepsTaken } from './decision-step-count.js';
import { loopTurn } from './loop-turns.js';
import { DATABASE } from './persistence.tokens.js';
import { any, equal, MOST_WALKS, oneOf, readSliced } from './sliced-read.js';
import type { AuditRow, Tables } from './tables.js';

/** A fact to keep for ever. `details` is flat, small JSON; secrets never go in. */
export interface AuditEntry {
  readonly actor: string;
  readonly event: AuditEvent;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface ToldFilter {
  readonly events: readonly AuditEvent[];
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

/** Decisions whose steps are counted at a stretch. */
const COUNTED = 500;

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
  async newest({ before, event, limit }: AuditFilter): Promise<AuditRow[]> {
    return readSliced<AuditRow>(this.db, {
      table: 'audit',
      order: ['seq'],
      walks: [undefined],
      until: before,
      fits: event === undefined ? [] : [equal('event', event)],
      limit,
    });
  }

  /** Some events by the time of them, newest first. */
  async told({ events, actor, since, until, before, limit }: ToldFilter): Promise<AuditRow[]> {
    const walks = events.length <= MOST_WALKS ? events.map((event) => equal('event', event)) : [undefined];
    return readSliced<AuditRow>(this.db, {
      table: 'audit',
      order: ['at', 'seq'],
      walks,
      since,
      until,
      fits: [
        oneOf('event', events),
        ...(actor === undefined ? [] : [any([equal('actor', actor), sql`actor like ${`${actor} by %`}`])]),
      ],
      behind: before && [before.at, before.seq],
      limit,
    });
  }

  async head(): Promise<{ seq: number; hash: string }> {
    return this.db
      .selectFrom('audit_head')
      .select(['seq', 'hash'])
      .where('id', '=', 1)
      .executeTakeFirstOrThrow();
  }

  /** How many steps each decision has taken, some hundred decisions at a time. */
  async *decisionSteps(): AsyncGenerator<readonly StepsTaken[]> {
    for (let last = ''; ;) {
      await loopTurn();
      const rows = await this.db
        .selectFrom('decision_step')
        .select(['decision_id', (eb) => eb.fn.countAll<number | string>().as('steps')])
        .where('decision_id', '>', last)
        .groupBy('decision_id')
        .orderBy('decision_id')
        .limit(COUNTED)
        .execute();
      yield rows.map(({ decision_id, steps }) => ({ decision_id, steps: Number(steps) }));
      if (rows.length < COUNTED) return;
      last = rows.at(-1)?.decision_id ?? last;
    }
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
