import { Body, Controller, Delete, Get, Put, Query } from '@nestjs/common';
import {
  reminderQuery,
  reminderRule,
  type ReminderQuery,
  type ReminderRule,
  type Reminders,
} from '@codev-hq/protocol';
import { Problem } from '../http/problem.js';
import { SchemaPipe } from '../http/schema.pipe.js';
import { Caller, Needs } from '../people/auth.guard.js';
import type { Principal } from '../people/principal.js';
import { ReminderRules } from './reminder-rules.js';

@Controller('api/reminders')
@Needs('admin')
export class RemindersController {
  constructor(private readonly rules: ReminderRules) {}

  @Get()
  async list(): Promise<Reminders> {
    return this.rules.all();
  }

  @Put()
  async set(
    @Body(new SchemaPipe(reminderRule)) body: ReminderRule,
    @Caller() caller: Principal,
  ): Promise<Reminders> {
    const refusal = await this.rules.set(caller, body);
    if (refusal) throw new Problem(refusal);
    return this.rules.all();
  }

  @Delete()
  async drop(
    @Query(new SchemaPipe(reminderQuery, 'The query')) query: ReminderQuery,
    @Caller() caller: Principal,
  ): Promise<Reminders> {
    const { instance_id, project_path } = query;
    const project =
      instance_id !== undefined && project_path !== undefined ? { instance_id, project_path } : undefined;
    if (!project && (instance_id !== undefined || project_path !== undefined)) {
      const error = 'instance_id and project_path come together, or neither: that is the general rule.';
      throw new Problem({ code: 'INVALID_MESSAGE', error });
    }
    await this.rules.drop(caller, project);
    return this.rules.all();
  }
}
