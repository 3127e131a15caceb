import { Controller, Get, Query, Res } from '@nestjs/common';
import { terminalQuery, type TerminalQuery } from '@codev-hq/protocol';
import type { Response } from 'express';
import { Problem } from '../http/problem.js';
import { SchemaPipe } from '../http/schema.pipe.js';
import { Caller, Needs } from '../people/auth.guard.js';
import type { Principal } from '../people/principal.js';
import { Mirror } from '../state/mirror.js';
import { errandTarget } from './errand-target.js';
import { TerminalDesk } from './terminal-desk.js';
import { TerminalStream } from './terminal-stream.js';

/** A builder's terminal, read only: `lines` first, then `output` for as long as somebody looks. */
@Controller('api/terminal')
@Needs('approve')
export class TerminalController {
  constructor(
    private readonly mirror: Mirror,
    private readonly desk: TerminalDesk,
  ) {}

  @Get()
  async follow(
    @Query(new SchemaPipe(terminalQuery, 'The query')) query: TerminalQuery,
    @Caller() who: Principal,
    @Res() response: Response,
  ): Promise<void> {
    errandTarget(this.mirror, query, 'terminal_request', 'show terminals');
    const stream = new TerminalStream(response, who, query);
    response.on('close', () => this.desk.leave(stream));
    const looked = await this.desk.look(stream);
    if (!looked.ok) throw new Problem(looked.refusal);
    if (response.destroyed) this.desk.leave(stream);
    else stream.begin(looked.answer);
  }
}
