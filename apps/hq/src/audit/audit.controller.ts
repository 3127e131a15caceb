import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { once } from 'node:events';
import { Needs } from '../people/auth.guard.js';
import { AuditRepository } from '../persistence/audit.repository.js';

const PAGE = 500;

/** `GET /api/audit`: the whole log as NDJSON, oldest first, each row with its hash and that of the row before. */
@Controller('api/audit')
@Needs('admin')
export class AuditController {
  constructor(private readonly audit: AuditRepository) {}

  @Get()
  async export(@Res() response: Response): Promise<void> {
    response.type('application/x-ndjson');
    let after = 0;
    for (
      let rows = await this.audit.page(after, PAGE);
      rows.length > 0;
      rows = await this.audit.page(after, PAGE)
    ) {
      for (const row of rows) {
        const line = {
          ...row,
          at: new Date(row.at).toISOString(),
          details: JSON.parse(row.details) as unknown,
        };
        if (!response.write(`${JSON.stringify(line)}\n`))
          await Promise.race([once(response, 'drain'), once(response, 'close')]);
      }
      if (response.destroyed) return;
      after = rows.at(-1)?.seq ?? after;
    }
    response.end();
  }
}
