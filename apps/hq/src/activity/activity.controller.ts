import { Controller, Get, Query, Res } from '@nestjs/common';
import { activityQuery, type ActivityEntry, type ActivityQuery } from '@codev-hq/protocol';
import type { Response } from 'express';
import { SchemaPipe } from '../http/schema.pipe.js';
import { sendLines } from '../http/send-lines.js';
import { Caller, Needs } from '../people/auth.guard.js';
import type { Principal } from '../people/principal.js';
import { LongRead } from '../people/long-reads.js';
import { CSV_HEAD, csvLine } from './activity-csv.js';
import { ActivityService } from './activity.service.js';

/** What happened, newest first: pages for people, exports of the same filter for programs. */
@Controller('api/activity')
@Needs('read')
@LongRead()
export class ActivityController {
  constructor(private readonly activity: ActivityService) {}

  @Get()
  async read(
    @Query(new SchemaPipe(activityQuery, 'The query')) query: ActivityQuery,
    @Caller() caller: Principal,
    @Res() response: Response,
  ): Promise<void> {
    if (query.format === undefined) {
      response.json(await this.activity.page(query, caller));
      return;
    }
    const isCsv = query.format === 'csv';
    // First its name: Express takes a type from that.
    response.attachment(`activity.${query.format}`);
    response.type(isCsv ? 'text/csv; charset=utf-8' : 'application/x-ndjson');
    if (isCsv) response.write(CSV_HEAD);
    await sendLines(response, this.activity.lines(query, caller, isCsv ? csvLine : ndjsonLine));
  }
}

const ndjsonLine = (entry: ActivityEntry) => `${JSON.stringify(entry)}\n`;
