import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Req, Res } from '@nestjs/common';
import {
  profileChange,
  signInRequest,
  type ProfileChange,
  type SessionView,
  type SignInAnswer,
  type SignInRequest,
} from '@codev-hq/protocol';
import type { Request, Response } from 'express';
import { Problem } from '../http/problem.js';
import { SchemaPipe } from '../http/schema.pipe.js';
import { HQ_VERSION } from '../version.js';
import { Caller, FromPage, Needs, Open } from './auth.guard.js';
import { OwnAddress } from './own-address.js';
import { isFromPage } from './page-secret.js';
import { PeopleService, type SignedIn } from './people.service.js';
import { isSignedIn, type Principal } from './principal.js';
import { ProfileService } from './profile.service.js';
import { clearSessionCookie, readCookie, setSessionCookie } from './session-cookie.js';
import { SessionsService } from './sessions.service.js';

/** Who is signed in with this browser. */
@Controller('api/session')
@Open()
export class SessionController {
  constructor(
    private readonly people: PeopleService,
    private readonly address: OwnAddress,
    private readonly sessions: SessionsService,
    private readonly profiles: ProfileService,
  ) {}

  @Get()
  async current(@Req() request: Request): Promise<SessionView> {
    const secret = readCookie(request, this.address.cookieName);
    const signedIn = secret === undefined ? undefined : await this.people.session(secret);
    if (!signedIn)
      throw new Problem({ code: 'AUTH_FAILED', error: 'Nobody is signed in with this browser.' });
    return view(signedIn);
  }

  @Post()
  @HttpCode(200)
  async signIn(
    @Body(new SchemaPipe(signInRequest)) body: SignInRequest,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SignInAnswer> {
    const secrets = await this.people.signIn(body.token, request.headers['user-agent'] ?? '');
    const signedIn = secrets && (await this.people.session(secrets.cookie));
    if (!secrets || !signedIn) {
      const error = 'This sign-in link was used already or is too old. Ask for a new one.';
      throw new Problem({ code: 'AUTH_FAILED', error });
    }
    await this.leave(request);
    setSessionCookie(response, this.address, secrets.cookie);
    return { ...view(signedIn), page_secret: secrets.page };
  }

  /** My own name, as commits show it from now on. */
  @Patch()
  @Needs('read')
  @FromPage()
  async rename(
    @Body(new SchemaPipe(profileChange)) change: ProfileChange,
    @Caller() caller: Principal,
    @Req() request: Request,
  ): Promise<SessionView> {
    if (!isSignedIn(caller)) {
      throw new Problem({ code: 'FORBIDDEN', error: 'A key has no profile. Sign in with a browser.' });
    }
    const changed = await this.profiles.change(caller, caller.id, change);
    if ('code' in changed) throw new Problem(changed);
    return this.current(request);
  }

  /** A cookie whose session has ended is taken away from whoever sends it: nobody loses anything by that. */
  @Delete()
  @HttpCode(204)
  async signOut(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    const secret = readCookie(request, this.address.cookieName);
    const signedIn = secret === undefined ? undefined : await this.people.session(secret);
    if (signedIn && !isFromPage(request, signedIn)) {
      const error =
        'You are still signed in: this page did not sign in here, so it may not sign you out. ' +
        'Sign in with a new link first, or end the session from another device.';
      throw new Problem({ code: 'AUTH_FAILED', error });
    }
    if (signedIn) await this.sessions.signOut(signedIn.sessionId);
    clearSessionCookie(response, this.address);
  }

  /**
   * The cookie that a sign-in takes the place of is in no browser any more, and its devices are somebody's who left: unless
   * whoever signs in only got hold of it, as a server on another port of this host does, and not of the page's secret.
   */
  private async leave(request: Request): Promise<void> {
    const secret = readCookie(request, this.address.cookieName);
    const before = secret === undefined ? undefined : await this.people.session(secret);
    if (before && isFromPage(request, before)) await this.sessions.signOut(before.sessionId);
  }
}

function view({ person, role, expiresAt }: SignedIn): SessionView {
  const { id, name, email } = person;
  return {
    person: { id, name, ...(email && { email }), role },
    expires_at: new Date(expiresAt).toISOString(),
    version: HQ_VERSION,
  };
}
