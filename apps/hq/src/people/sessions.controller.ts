import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import type { SessionList } from '@codev-hq/protocol';
import { Problem } from '../http/problem.js';
import { Caller, FromPage, Needs, SignedIn } from './auth.guard.js';
import type { Principal } from './principal.js';
import { SessionsService } from './sessions.service.js';

/** Where I am signed in. */
@Controller('api/sessions')
@Needs('read')
@FromPage()
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Get()
  async mine(@Caller() caller: Principal): Promise<SessionList> {
    return { sessions: await this.sessions.list(caller) };
  }

  @Delete(':sessionId')
  @SignedIn()
  @HttpCode(204)
  async revoke(@Param('sessionId') sessionId: string, @Caller() caller: Principal): Promise<void> {
    const refusal = await this.sessions.revoke(caller, sessionId);
    if (refusal) throw new Problem(refusal);
  }
}
