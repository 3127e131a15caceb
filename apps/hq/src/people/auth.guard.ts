import {
  Injectable,
  SetMetadata,
  createParamDecorator,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { Problem } from '../http/problem.js';
import { ApiKeysService } from './api-keys.service.js';
import { OwnAddress } from './own-address.js';
import { isFromPage } from './page-secret.js';
import { PeopleService } from './people.service.js';
import { isSignedIn, ROLE_SCOPES, type Principal, type Scope } from './principal.js';
import { readCookie } from './session-cookie.js';

const NEEDS = 'codev:needs';
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** The scope a route asks for. A route without {@link Needs} or {@link Open} is closed. */
export const Needs = (scope: Scope) => SetMetadata(NEEDS, scope);
/** Answers without a credential. */
export const Open = () => SetMetadata(NEEDS, 'nothing');

const PAGE = 'codev:page';

/** A session needs the page's secret here also where the scope is `read`: what is shown or done is the person's own. */
export const FromPage = () => SetMetadata(PAGE, true);

const SIGNED_IN = 'codev:signed-in';

/** Refuses every key, also one that speaks for a person: what is changed is theirs, and outlives the key. */
export const SignedIn = () => SetMetadata(SIGNED_IN, true);

type AuthenticatedRequest = Request & { principal?: Principal };

/** The caller, in a handler behind {@link Needs}. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!principal) throw new Error('A handler asked for its caller on a route without @Needs.');
  return principal;
});

@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: ApiKeysService,
    private readonly people: PeopleService,
    private readonly address: OwnAddress,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // Sockets are authenticated before the upgrade, by the gateway.
    if (context.getType() !== 'http') return true;
    const needed = this.reflector.getAllAndOverride<Scope | 'nothing' | undefined>(NEEDS, [
      context.getHandler(),
      context.getClass(),
    ]);
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    this.refuseForeignOrigin(request);
    if (needed === 'nothing') return true;
    const ownPage = this.reflector.getAllAndOverride<true | undefined>(PAGE, [
      context.getHandler(),
      context.getClass(),
    ]);
    const onlyReads = (needed ?? 'read') === 'read' && READING.has(request.method);
    const needsPage = ownPage === true || !onlyReads;
    const principal = (await this.fromKey(request)) ?? (await this.fromSession(request, needsPage));
    if (!principal) {
      throw new Problem({
        code: 'AUTH_FAILED',
        error: 'Sign in, or send an API key as Authorization: Bearer.',
      });
    }
    if (needed === undefined || !principal.scopes.includes(needed)) {
      throw new Problem({
        code: 'FORBIDDEN',
        error: `This credential may not do that: it lacks "${needed ?? 'any'}".`,
      });
    }
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<true | undefined>(SIGNED_IN, targets) && !isSignedIn(principal)) {
      const error = 'This is a person’s own to change. Sign in with a browser; a key cannot.';
      throw new Problem({ code: 'FORBIDDEN', error });
    }
    request.principal = principal;
    return true;
  }

  private async fromKey(request: Request): Promise<Principal | undefined> {
    const match = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '');
    return match?.[1] === undefined ? undefined : this.keys.authenticate(match[1]);
  }

  /**
   * The cookie alone lets read. Whatever decides or changes needs the page's secret too: a cookie reaches every port of
   * its host, also the port where an agent shows a preview of its work.
   */
  private async fromSession(request: Request, needsPage: boolean): Promise<Principal | undefined> {
    const secret = readCookie(request, this.address.cookieName);
    const signedIn = secret === undefined ? undefined : await this.people.session(secret);
    if (!signedIn) return undefined;
    const isOwnPage = isFromPage(request, signedIn);
    if (needsPage && !isOwnPage) {
      const error =
        'This browser may only read: it did not sign in on this page. Sign in with a new link to decide.';
      throw new Problem({ code: 'AUTH_FAILED', error });
    }
    const { person, role, sessionId } = signedIn;
    return {
      kind: 'person',
      id: person.id,
      name: person.name,
      ...(person.email && { email: person.email }),
      role,
      sessionId,
      ...(!isOwnPage && { byCookieAlone: true }),
      scopes: isOwnPage ? ROLE_SCOPES[role] : ['read'],
    };
  }

  /** A page elsewhere must not act with this browser's cookie, also where SameSite does not help (same host, other port). */
  private refuseForeignOrigin(request: Request): void {
    const { origin } = request.headers;
    if (origin === undefined || this.address.isOwnOrigin(origin)) return;
    const error = `Requests from ${origin.slice(0, 200)} are refused. If this is HQ's address, set CODEV_HQ_PUBLIC_URL to it.`;
    throw new Problem({ code: 'FORBIDDEN', error });
  }
}
