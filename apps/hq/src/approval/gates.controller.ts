import { Controller, Get, Param, Query } from '@nestjs/common';
import * as z from 'zod/mini';
import type { GateDetail, WaitingGate } from '@codev-hq/protocol';
import { Problem } from '../http/problem.js';
import { SchemaPipe } from '../http/schema.pipe.js';
import { Needs } from '../people/auth.guard.js';
import { GateList } from './gate-list.js';

const gatesQuery = z.object({ state: z._default(z.enum(['waiting', 'decided', 'stranded']), 'waiting') });

@Controller('api/gates')
@Needs('read')
export class GatesController {
  constructor(private readonly gates: GateList) {}

  /** `waiting`: what a person can decide now, oldest first. `decided`: gates whose decision is on its way. */
  @Get()
  list(@Query(new SchemaPipe(gatesQuery, 'The query')) query: z.infer<typeof gatesQuery>): WaitingGate[] {
    const all = this.gates.all();
    // Nothing is set aside as stranded yet: every gate that waits is in the first list.
    if (query.state === 'stranded') return [];
    return query.state === 'waiting' ? all : all.filter((gate) => gate.decision !== undefined);
  }

  @Get(':gateId')
  async one(@Param('gateId') gateId: string): Promise<GateDetail> {
    const detail = await this.gates.detail(gateId);
    if (detail) return detail;
    const error =
      'This gate is not there any more: its file was removed or renamed. GET /api/gates lists what waits.';
    throw new Problem({ code: 'GATE_NOT_FOUND', error });
  }
}
