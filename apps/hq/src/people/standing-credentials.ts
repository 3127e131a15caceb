import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import { ApiKeyRepository } from '../persistence/api-key.repository.js';
import { PeopleRepository } from '../persistence/people.repository.js';
import type { Principal } from './principal.js';

/**
 * Whether what opened something long is still good. It is looked up and not told: a key may be revoked from the command
 * line, which is another process.
 */
@Injectable()
export class StandingCredentials {
  /** One of them was taken away here, so it is worth to look at once. */
  readonly taken = new Subject<void>();

  constructor(
    private readonly people: PeopleRepository,
    private readonly keys: ApiKeyRepository,
  ) {}

  changed(): void {
    this.taken.next();
  }

  /** Those whose session has ended or whose key was revoked. */
  async goneAmong(principals: readonly Principal[], now: number): Promise<Set<Principal>> {
    const sessions = principals.flatMap(({ sessionId }) => sessionId ?? []);
    const keys = principals.flatMap(({ keyId }) => keyId ?? []);
    const [open, revoked] = await Promise.all([
      this.people.openSessions(sessions, now),
      this.keys.revokedAmong(keys),
    ]);
    const isGone = ({ sessionId, keyId }: Principal): boolean =>
      (sessionId !== undefined && !open.has(sessionId)) || (keyId !== undefined && revoked.includes(keyId));
    return new Set(principals.filter(isGone));
  }
}
