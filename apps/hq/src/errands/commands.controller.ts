import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { commandRequest, type CommandAnswer, type CommandRequest } from '@codev-hq/protocol';
import { Problem } from '../http/problem.js';
import { SchemaPipe } from '../http/schema.pipe.js';
import { Caller, Needs } from '../people/auth.guard.js';
import type { Principal } from '../people/principal.js';
import { Mirror } from '../state/mirror.js';
import { CommandDesk } from './command-desk.js';
import { errandTarget } from './errand-target.js';

/** What a person may have a machine do. Which commands there are is decided on the machine: HQ cannot turn one on. */
@Controller('api/commands')
@Needs('approve')
export class CommandsController {
  constructor(
    private readonly mirror: Mirror,
    private readonly desk: CommandDesk,
  ) {}

  @Post()
  @HttpCode(200)
  async run(
    @Body(new SchemaPipe(commandRequest)) request: CommandRequest,
    @Caller() caller: Principal,
  ): Promise<CommandAnswer> {
    try {
      errandTarget(this.mirror, request, request.command, `run ${request.command}`);
    } catch (error) {
      if (error instanceof Problem) await this.desk.refused(request, caller, error.refusal);
      throw error;
    }
    return this.desk.run(request, caller);
  }
}
