import { Body, Controller, Delete, Get, HttpCode, Param, Patch } from '@nestjs/common';
import { personChange, type PeopleList, type PersonChange, type PersonView } from '@codev-hq/protocol';
import { Problem } from '../http/problem.js';
import { SchemaPipe } from '../http/schema.pipe.js';
import { Caller, Needs } from './auth.guard.js';
import type { Principal } from './principal.js';
import { ProfileService } from './profile.service.js';
import { SessionsService } from './sessions.service.js';

/** Who may sign in here; the owner's to see and to change. */
@Controller('api/people')
@Needs('admin')
export class PeopleController {
  constructor(
    private readonly profiles: ProfileService,
    private readonly sessions: SessionsService,
  ) {}

  @Get()
  async list(@Caller() caller: Principal): Promise<PeopleList> {
    return { people: await this.profiles.list(caller) };
  }

  @Patch(':personId')
  async change(
    @Param('personId') personId: string,
    @Body(new SchemaPipe(personChange)) change: PersonChange,
    @Caller() caller: Principal,
  ): Promise<PersonView> {
    const changed = await this.profiles.change(caller, personId, change);
    if ('code' in changed) throw new Problem(changed);
    return this.one(personId, caller);
  }

  /** Ends every session of a person: a device is lost. */
  @Delete(':personId/sessions')
  @HttpCode(204)
  async signOut(@Param('personId') personId: string, @Caller() caller: Principal): Promise<void> {
    await this.one(personId, caller);
    await this.sessions.revokeAll(caller, personId);
  }

  /** Ends what lets a person in. A new sign-in link brings them back. */
  @Delete(':personId')
  @HttpCode(204)
  async remove(@Param('personId') personId: string, @Caller() caller: Principal): Promise<void> {
    const refusal = await this.profiles.remove(caller, personId);
    if (refusal) throw new Problem(refusal);
  }

  private async one(personId: string, caller: Principal): Promise<PersonView> {
    const person = (await this.profiles.list(caller)).find((one) => one.person_id === personId);
    if (person) return person;
    const error = `There is no person ${personId}. GET /api/people lists them.`;
    throw new Problem({ code: 'NOT_FOUND', error });
  }
}
