import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import type { Handover, HandoverState } from '@codev-hq/protocol';
import { Problem } from '../http/problem.js';
import { Caller, FromPage, Needs } from './auth.guard.js';
import { HandoverService } from './handover.service.js';
import { isSignedIn, type Principal } from './principal.js';

/** Seconds after which a refused person may ask again: codes that are open are over by then. */
const TRY_AGAIN_AFTER = 180;

/** Signing in on my other device. A key cannot: it would make a session that outlives it. */
@Controller('api/session/handover')
@Needs('read')
@FromPage()
export class HandoverController {
  constructor(private readonly handovers: HandoverService) {}

  @Post()
  async offer(@Caller() caller: Principal): Promise<Handover> {
    if (!isSignedIn(caller)) {
      const error = 'Sign in with a browser to sign in on another device; a key cannot.';
      throw new Problem({ code: 'FORBIDDEN', error });
    }
    const offered = await this.handovers.offer(caller);
    if ('code' in offered) throw new Problem(offered, {}, TRY_AGAIN_AFTER);
    return offered;
  }

  @Get(':handoverId')
  async state(@Param('handoverId') id: string, @Caller() caller: Principal): Promise<HandoverState> {
    const state = await this.handovers.state(caller, id);
    if ('code' in state) throw new Problem(state);
    return state;
  }

  @Delete(':handoverId')
  @HttpCode(204)
  async withdraw(@Param('handoverId') id: string, @Caller() caller: Principal): Promise<void> {
    const refusal = await this.handovers.withdraw(caller, id);
    if (refusal) throw new Problem(refusal);
  }
}
