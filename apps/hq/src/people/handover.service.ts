import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import type { Handover, HandoverState, Refusal } from '@codev-hq/protocol';
import { PeopleRepository } from '../persistence/people.repository.js';
import type { AuditEntry } from '../persistence/audit.repository.js';
import { SessionRepository } from '../persistence/session.repository.js';
import { RowBudget } from '../persistence/row-budget.js';
import { deviceOf } from './device.js';
import { OwnAddress } from './own-address.js';
import { actorOf, type Principal } from './principal.js';
import { hashSecret, newSecret } from './secret.js';

/** Milliseconds that a link for another device is good: long enough to hold a phone before the screen. */
const LIFETIME = 2 * 60 * 1000;
/** Links that one person may have open at a time. */
const MOST = 3;
/** What one person may make: each is a row of the audit log, which is kept for ever. */
const OFFERS = { burst: 20, oneMoreEvery: 3 * 60_000 };

/** Signs a person in on another device of theirs: a link that works once, made by who is signed in and shown as a QR code. */
@Injectable()
export class HandoverService {
  private readonly budget = new RowBudget(OFFERS);

  constructor(
    private readonly people: PeopleRepository,
    private readonly sessions: SessionRepository,
    private readonly address: OwnAddress,
  ) {}

  async offer(caller: Principal & { sessionId: string }): Promise<Refusal | Handover> {
    const now = Date.now();
    if ((await this.sessions.handovers(caller.id, now)).length >= MOST) {
      const error = `${MOST} sign-in codes of yours are still good. Use one of them, or wait two minutes.`;
      return { code: 'RATE_LIMITED', error };
    }
    if (!this.budget.allows(caller.id, now)) {
      const error = 'You have made many sign-in codes. Wait three minutes, then make another.';
      return { code: 'RATE_LIMITED', error };
    }
    this.budget.spend(caller.id, 1, now);
    const token = newSecret();
    const id = randomBytes(12).toString('base64url');
    const link = {
      token_hash: hashSecret(token),
      person_id: caller.id,
      created_at: now,
      expires_at: now + LIFETIME,
      used_at: null,
      handover_id: id,
      from_session: caller.sessionId,
      opened_session: null,
    };
    const details = { person: caller.id, handover: id };
    await this.people.addLink(link, { actor: actorOf(caller), event: 'handover-offered', details });
    return {
      handover_id: id,
      url: `${this.address.publicUrl}/sign-in#${token}`,
      expires_at: new Date(link.expires_at).toISOString(),
      public_url: this.address.publicUrl,
      loopback: this.address.isLoopback,
      secure: this.address.secure,
    };
  }

  /** What became of it; only whoever made it is told. */
  async state(caller: Principal, id: string): Promise<Refusal | HandoverState> {
    const link = await this.sessions.handover(id);
    if (link?.person_id !== caller.id) {
      return { code: 'NOT_FOUND', error: 'There is no such sign-in code. Make a new one.' };
    }
    const expires_at = new Date(link.expires_at).toISOString();
    if (link.used_at === null) {
      const state = link.expires_at > Date.now() ? 'waiting' : 'expired';
      return { handover_id: id, state, expires_at };
    }
    const opened = link.opened_session === null ? undefined : await this.sessions.byHash(link.opened_session);
    return {
      handover_id: id,
      state: 'used',
      expires_at,
      used_at: new Date(link.used_at).toISOString(),
      ...(opened && { device: deviceOf(opened.user_agent) }),
    };
  }

  /** Closes it before it is used: the code was on a screen that others see, or is not needed any more. */
  async withdraw(caller: Principal, id: string): Promise<Refusal | undefined> {
    const details = { person: caller.id, handover: id };
    const entry: AuditEntry = { actor: actorOf(caller), event: 'handover-withdrawn', details };
    if (await this.sessions.withdraw(caller.id, id, Date.now(), entry)) return undefined;
    return { code: 'NOT_FOUND', error: 'This sign-in code was used, has expired or was withdrawn already.' };
  }
}
