import { Injectable } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { ApiKeysService } from '../people/api-keys.service.js';
import { OwnAddress } from '../people/own-address.js';
import type { Principal } from '../people/principal.js';

export interface UpgradeRefusal {
  readonly status: 401 | 403;
  readonly reason: string;
}

/** Decides, before the upgrade, who may open a connector's socket: a wrong key never gets one. */
@Injectable()
export class UpgradeGuard {
  private readonly admitted = new WeakMap<IncomingMessage, Principal>();

  constructor(
    private readonly keys: ApiKeysService,
    private readonly address: OwnAddress,
  ) {}

  async check(request: IncomingMessage): Promise<UpgradeRefusal | undefined> {
    const { origin } = request.headers;
    if (origin !== undefined && !this.address.isOwnOrigin(origin)) {
      return { status: 403, reason: 'This origin may not connect.' };
    }
    const key = keyOf(request);
    const principal = key === undefined ? undefined : await this.keys.authenticate(key);
    if (!principal) return { status: 401, reason: 'Send a valid connector key as Authorization: Bearer.' };
    if (!principal.scopes.includes('connector')) {
      return {
        status: 403,
        reason: 'This key has no connector scope. Make one with keys create --scopes connector.',
      };
    }
    this.admitted.set(request, principal);
    return undefined;
  }

  /** Who opened the socket that grew out of this request. */
  principal(request: IncomingMessage): Principal | undefined {
    return this.admitted.get(request);
  }
}

function keyOf(request: IncomingMessage): string | undefined {
  const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '');
  if (bearer?.[1] !== undefined) return bearer[1];
  return URL.parse(request.url ?? '/', 'ws://hq')?.searchParams.get('key') ?? undefined;
}
