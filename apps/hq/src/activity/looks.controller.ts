import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { hash } from 'node:crypto';
import { lookedRequest, type LookedAnswer, type LookedRequest } from '@codev-hq/protocol';
import { GateList } from '../approval/gate-list.js';
import { Problem } from '../http/problem.js';
import { SchemaPipe } from '../http/schema.pipe.js';
import { Caller, FromPage, Needs, SignedIn } from '../people/auth.guard.js';
import type { Principal } from '../people/principal.js';
import { GateLookRepository } from '../persistence/gate-look.repository.js';
import type { GateLookRow } from '../persistence/tables.js';

/** Versions of one gate that are kept of one person. */
const MOST_VERSIONS = 200;

/** What a person had on the screen at a gate, and when: for "what changed since I looked", and for the insights. */
@Controller('api/gates/:gateId/looked')
@Needs('read')
@FromPage()
export class LooksController {
  constructor(
    private readonly looks: GateLookRepository,
    private readonly gates: GateList,
  ) {}

  /** The last look, without adding one. */
  @Get()
  async last(@Param('gateId') gateId: string, @Caller() caller: Principal): Promise<LookedAnswer> {
    return answer(await this.looks.last(caller.id, gateId));
  }

  /** Keeps this look, and answers the one before. */
  @Post()
  @SignedIn()
  @HttpCode(200)
  async look(
    @Param('gateId') gateId: string,
    @Body(new SchemaPipe(lookedRequest)) seen: LookedRequest,
    @Caller() caller: Principal,
  ): Promise<LookedAnswer> {
    if (!this.gates.has(gateId)) {
      const error = 'This gate is not there any more. GET /api/gates lists what waits.';
      throw new Problem({ code: 'GATE_NOT_FOUND', error });
    }
    const previous = await this.looks.last(caller.id, gateId);
    const now = Date.now();
    const text = JSON.stringify({
      ...seen,
      ...(seen.artifacts && { artifacts: [...seen.artifacts].sort((a, b) => (a.path < b.path ? -1 : 1)) }),
    });
    const look = {
      gate_id: gateId,
      person_id: caller.id,
      seen_hash: hash('sha256', text, 'hex'),
      seen: text,
      first_at: now,
      last_at: now,
    };
    const isNew = previous?.seen_hash !== look.seen_hash;
    if (!isNew || (await this.looks.count(caller.id, gateId)) < MOST_VERSIONS) await this.looks.keep(look);
    return answer(previous);
  }
}

function answer(look: GateLookRow | undefined): LookedAnswer {
  if (!look) return {};
  return {
    previous: { at: new Date(look.last_at).toISOString(), seen: JSON.parse(look.seen) as LookedRequest },
  };
}
