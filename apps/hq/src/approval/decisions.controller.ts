import { Controller, Get, Param, Query } from '@nestjs/common';
import * as z from 'zod/mini';
import { decisionState, type Decision } from '@codev-hq/protocol';
import { Problem } from '../http/problem.js';
import { SchemaPipe } from '../http/schema.pipe.js';
import { Needs } from '../people/auth.guard.js';
import { LongRead } from '../people/long-reads.js';
import { DecisionRepository } from '../persistence/decision.repository.js';
import { ChangedTexts } from './changed-texts.js';
import { decisionView } from './decision-view.js';

const decisionsQuery = z.object({
  state: z.optional(decisionState),
  instance_id: z.optional(z.string()),
  project_path: z.optional(z.string()),
  person: z.optional(z.string()),
  /** The `next` of the page before. */
  cursor: z.optional(z.string().check(z.regex(/^\d{1,16}_[\w-]{1,64}$/))),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200)), 50),
});

/** What was decided, newest first. */
@Controller('api/decisions')
@Needs('read')
@LongRead()
export class DecisionsController {
  constructor(
    private readonly decisions: DecisionRepository,
    private readonly texts: ChangedTexts,
  ) {}

  @Get()
  async list(
    @Query(new SchemaPipe(decisionsQuery, 'The query')) query: z.infer<typeof decisionsQuery>,
  ): Promise<{ decisions: Decision[]; next?: string }> {
    const [decidedAt, id] = query.cursor?.split('_') ?? [];
    const found = await this.decisions.find({
      ...(query.state && { states: [query.state] }),
      ...(query.instance_id && { instanceId: query.instance_id }),
      ...(query.project_path && { projectPath: query.project_path }),
      ...(query.person && { approverId: query.person }),
      ...(id !== undefined && { before: { decidedAt: Number(decidedAt), id } }),
      limit: query.limit + 1,
    });
    const page = found.slice(0, query.limit);
    const last = page.at(-1);
    const next = found.length > query.limit && last ? `${last.row.decided_at}_${last.row.id}` : undefined;
    return { decisions: page.map(decisionView), ...(next && { next }) };
  }

  @Get(':decisionId')
  async one(@Param('decisionId') decisionId: string): Promise<Decision> {
    const stored = await this.decisions.byId(decisionId);
    if (stored) return this.texts.filledIn(decisionView(stored));
    throw new Problem({
      code: 'NOT_FOUND',
      error: `There is no decision ${decisionId}. GET /api/decisions lists them.`,
    });
  }
}
