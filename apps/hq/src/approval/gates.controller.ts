import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import * as z from 'zod/mini';
import type { GateDetail, WaitingGate } from '@codev-hq/protocol';
import { Problem } from '../http/problem.js';
import { SchemaPipe } from '../http/schema.pipe.js';
import { Caller, Needs } from '../people/auth.guard.js';
import type { Principal } from '../people/principal.js';
import { GateDispositions, type Disposition } from './gate-dispositions.js';
import { GateList } from './gate-list.js';

const gatesQuery = z.object({ state: z._default(z.enum(['waiting', 'decided', 'stranded']), 'waiting') });

@Controller('api/gates')
@Needs('read')
export class GatesController {
  constructor(
    private readonly gates: GateList,
    private readonly dispositions: GateDispositions,
  ) {}

  /** `waiting`: what a person can decide now, oldest first. `decided`: gates whose decision is on its way. */
  @Get()
  list(@Query(new SchemaPipe(gatesQuery, 'The query')) query: z.infer<typeof gatesQuery>): WaitingGate[] {
    if (query.state === 'stranded') return this.gates.stranded();
    const all = this.gates.all();
    return query.state === 'waiting' ? all : all.filter((gate) => gate.decision !== undefined);
  }

  @Get(':gateId')
  async one(@Param('gateId') gateId: string): Promise<GateDetail> {
    const detail = await this.gates.detail(gateId);
    if (detail) return detail;
    throw gone();
  }

  /** A stranded gate waits for a person after all. */
  @Post(':gateId/bring-in')
  @Needs('approve')
  @HttpCode(204)
  async bringIn(@Param('gateId') gateId: string, @Caller() caller: Principal): Promise<void> {
    await this.say(gateId, 'in', caller);
  }

  /** Nobody will decide this: it leaves the inbox until it is asked for anew. */
  @Post(':gateId/dismiss')
  @Needs('approve')
  @HttpCode(204)
  async dismiss(@Param('gateId') gateId: string, @Caller() caller: Principal): Promise<void> {
    await this.say(gateId, 'dismissed', caller);
  }

  private async say(gateId: string, disposition: Disposition, caller: Principal): Promise<void> {
    const gate = this.gates.anyById(gateId);
    if (!gate) throw gone();
    await this.dispositions.say(gate, disposition, caller);
  }
}

function gone(): Problem {
  const error =
    'This gate is not there any more: its file was removed or renamed, or it was decided. GET /api/gates lists what waits.';
  return new Problem({ code: 'GATE_NOT_FOUND', error });
}
