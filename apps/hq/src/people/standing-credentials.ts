import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import { ApiKeyRepository } from '../persistence/api-key.repository.js';
import { PeopleRepository } from '../persistence/people.repository.js';
import type { Principal } from './principal.js';

/**
 * Whether what opened something long is still good. It is looked up and not told: a key may be revoked or rotated from
 * the command line, which is another process.
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

  /** Those whose session has ended, or whose key was revoked or has another secret now. */
  async goneAmong(principals: readonly Principal[], now: number): Promise<Set<Principal>> {
    const sessions = principals.flatMap(({ sessionId }) => sessionId ?? []);
    const hasKeys = principals.some(({ keyHash }) => keyHash !== undefined);
    const [open, standing] = await Promise.all([
      this.people.openSessions(sessions, now),
      hasKeys ? this.keys.standing() : new Map<string, string>(),
    ]);
    const isGone = ({ sessionId, keyId, keyHash }: Principal): boolean =>
      (sessionId !== undefined && !open.has(sessionId)) ||
      (keyHash !== undefined && standing.get(keyId ?? '') !== keyHash);
    return new Set(principals.filter(isGone));
  }
}
