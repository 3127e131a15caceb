import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Refusal, SessionSummary } from '@codev-hq/protocol';
import type { AuditEntry } from '../persistence/audit.repository.js';
import { SessionRepository } from '../persistence/session.repository.js';
import type { SessionRow } from '../persistence/tables.js';
import { deviceOf } from './device.js';
import { actorOf, type Principal } from './principal.js';
import { StandingCredentials } from './standing-credentials.js';

/** Milliseconds between two sweeps of what has expired. */
const SWEEP_EVERY = 24 * 3600 * 1000;

/** A session's name in addresses: the beginning of its secret's hash, which leads nowhere. */
const idOf = ({ token_hash }: SessionRow) => token_hash.slice(0, 22);

/** Where a person is signed in, and no longer. */
@Injectable()
export class SessionsService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Sessions');
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> = Promise.resolve();

  constructor(
    private readonly sessions: SessionRepository,
    private readonly credentials: StandingCredentials,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.timer = setInterval(() => {
      this.sweeping = this.sweep();
    }, SWEEP_EVERY);
    this.timer.unref();
    await this.sweep();
  }

  /** What was begun ends before the database closes. */
  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
  }

  async list(caller: Principal): Promise<SessionSummary[]> {
    const rows = await this.sessions.of(caller.id, Date.now());
    return rows.map((row) => ({
      session_id: idOf(row),
      current: row.token_hash === caller.sessionId,
      device: deviceOf(row.user_agent),
      created_at: iso(row.created_at),
      last_seen_at: iso(row.last_seen_at),
      expires_at: iso(row.expires_at),
    }));
  }

  /** One of the caller's own; what it has open ends at once. */
  async revoke(caller: Principal, sessionId: string): Promise<Refusal | undefined> {
    const now = Date.now();
    const row = (await this.sessions.of(caller.id, now)).find((one) => idOf(one) === sessionId);
    if (!row) return { code: 'NOT_FOUND', error: 'This session has ended already.' };
    const details = { person: caller.id, session: sessionId, device: deviceOf(row.user_agent).words };
    const entry: AuditEntry = { actor: actorOf(caller), event: 'session-revoked', details };
    await this.sessions.end([row.token_hash], now, entry);
    this.credentials.changed();
    return undefined;
  }

  /** Every session of a person, also one that has expired: for the owner, when a device is lost. */
  async revokeAll(caller: Principal, personId: string): Promise<number> {
    const now = Date.now();
    const rows = await this.sessions.everyOf(personId);
    const details = { person: personId, sessions: rows.length };
    await this.sessions.end(
      rows.map((row) => row.token_hash),
      now,
      { actor: actorOf(caller), event: 'sessions-revoked', details },
    );
    this.credentials.changed();
    return rows.length;
  }

  /** What has expired lets nobody in, and tells nobody any more. */
  private async sweep(): Promise<void> {
    try {
      await this.sessions.sweep(Date.now());
    } catch (error) {
      this.logger.error(error, 'Sessions that have expired could not be deleted; trying again in a day.');
    }
  }

  async signOut(tokenHash: string): Promise<void> {
    const row = await this.sessions.byHash(tokenHash);
    if (!row) return;
    const details = { person: row.person_id };
    const entry: AuditEntry = { actor: `person:${row.person_id}`, event: 'signed-out', details };
    await this.sessions.end([tokenHash], Date.now(), entry);
    this.credentials.changed();
  }
}

const iso = (ms: number) => new Date(ms).toISOString();
