import { Controller, Delete, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AuditRepository, type AuditEntry } from '../persistence/audit.repository.js';
import { Problem } from '../http/problem.js';
import { Caller, Needs, Open } from '../people/auth.guard.js';
import { actorOf, type Principal } from '../people/principal.js';
import { LinkHealth } from './link-health.js';
import { Mirror } from './mirror.js';
import { StateAnswer } from './state-answer.js';

@Controller()
export class StateController {
  constructor(
    private readonly mirror: Mirror,
    private readonly audit: AuditRepository,
    private readonly answer: StateAnswer,
    private readonly links: LinkHealth,
  ) {}

  @Get('health')
  @Open()
  health(): { status: 'ok'; timestamp: string } {
    return { status: 'ok', timestamp: new Date().toISOString() };
  }

  @Get('api/state')
  @Needs('read')
  async state(@Req() request: Request, @Res() response: Response): Promise<void> {
    const tag = this.answer.tag;
    response.set({ ETag: tag, 'Cache-Control': 'private, no-cache' });
    // Not Express's `fresh`: a script's fetch sends `Cache-Control: no-cache` along with the tag it asks about.
    if (request.headers['if-none-match']?.split(/\s*,\s*/).includes(tag)) {
      response.status(304).end();
      return;
    }
    response.type('application/json');
    await this.answer.send(response);
  }

  /** Gives an instance's id free, for a machine whose key is lost. */
  @Post('api/instances/:instanceId/release')
  @Needs('admin')
  @HttpCode(200)
  async release(
    @Param('instanceId') instanceId: string,
    @Caller() caller: Principal,
  ): Promise<{ success: true; message: string }> {
    if (!this.mirror.release(instanceId)) {
      const error = `There is no instance ${instanceId}. GET /api/state lists them.`;
      throw new Problem({ code: 'INSTANCE_NOT_FOUND', error });
    }
    const entry: AuditEntry = {
      actor: actorOf(caller),
      event: 'instance-released',
      details: { instance: instanceId },
    };
    await this.audit.append(entry, Date.now());
    return { success: true, message: 'The next connector that registers this id owns it.' };
  }

  /** Forgets a machine that is gone for good; what was decided there stays on record. */
  @Delete('api/instances/:instanceId')
  @Needs('admin')
  @HttpCode(204)
  async forget(@Param('instanceId') instanceId: string, @Caller() caller: Principal): Promise<void> {
    const name = this.mirror.instance(instanceId)?.name;
    const refusal = this.mirror.forget(instanceId);
    if (refusal) throw new Problem(refusal);
    this.links.forget(instanceId);
    const details = { instance: instanceId, name };
    await this.audit.append({ actor: actorOf(caller), event: 'instance-removed', details }, Date.now());
  }
}
