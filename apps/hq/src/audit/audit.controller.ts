import { Controller, Get, Query, Res } from '@nestjs/common';
import { auditQuery, type AuditPage, type AuditQuery, type AuditVerdictView } from '@codev-hq/protocol';
import type { Response } from 'express';
import { SchemaPipe } from '../http/schema.pipe.js';
import { sendLines } from '../http/send-lines.js';
import { Needs } from '../people/auth.guard.js';
import { LongRead } from '../people/long-reads.js';
import { AuditRepository } from '../persistence/audit.repository.js';
import { loopTurn } from '../persistence/loop-turns.js';
import { AuditCheck } from './audit-check.js';
import { ActorNames } from './actor-names.js';
import { auditEntryOf } from './audit-entry.js';

/** Rows that are read at a stretch. */
const PAGE = 250;

/** `GET /api/audit`: the whole log as NDJSON, oldest first, each row with its hash and that of the row before; or in pages. */
@Controller('api/audit')
@Needs('admin')
@LongRead()
export class AuditController {
  constructor(
    private readonly audit: AuditRepository,
    private readonly check: AuditCheck,
    private readonly names: ActorNames,
  ) {}

  @Get()
  async read(
    @Query(new SchemaPipe(auditQuery, 'The query')) query: AuditQuery,
    @Res() response: Response,
  ): Promise<void> {
    if (query.format === 'json') response.json(await this.page(query));
    else await this.export(response);
  }

  @Get('verify')
  verify(): Promise<AuditVerdictView> {
    return this.check.verdict();
  }

  private async page({ cursor, limit, event }: AuditQuery): Promise<AuditPage> {
    const rows = await this.audit.newest({ before: cursor, limit: limit + 1, event });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      entries: page.map(auditEntryOf),
      ...(rows.length > limit && last && { next: String(last.seq) }),
      names: await this.names.of(page),
    };
  }

  private async export(response: Response): Promise<void> {
    response.type('application/x-ndjson');
    await sendLines(response, this.lines());
  }

  private async *lines(): AsyncGenerator<string> {
    let after = 0;
    for (;;) {
      await loopTurn();
      const rows = await this.audit.page(after, PAGE);
      if (rows.length === 0) return;
      for (const row of rows) yield `${JSON.stringify(auditEntryOf(row))}\n`;
      after = rows.at(-1)?.seq ?? after;
    }
  }
}
