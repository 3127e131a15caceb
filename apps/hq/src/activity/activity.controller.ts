import { Controller, Get, Query, Res } from '@nestjs/common';
import { activityQuery, type ActivityEntry, type ActivityQuery } from '@codev-hq/protocol';
import type { Response } from 'express';
import { once } from 'node:events';
import { SchemaPipe } from '../http/schema.pipe.js';
import { Caller, Needs } from '../people/auth.guard.js';
import type { Principal } from '../people/principal.js';
import { CSV_HEAD, csvLine } from './activity-csv.js';
import { ActivityService } from './activity.service.js';

/** Characters of an export that go out together. */
const GATHERED = 32 * 1024;

/** What happened, newest first: pages for people, exports of the same filter for programs. */
@Controller('api/activity')
@Needs('read')
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
    const lines = this.activity.matching(query, caller);
    // First its name: Express takes a type from that.
    response.attachment(`activity.${query.format}`);
    response.type(isCsv ? 'text/csv; charset=utf-8' : 'application/x-ndjson');
    if (isCsv) response.write(CSV_HEAD);
    await send(response, lines, isCsv ? csvLine : (entry) => `${JSON.stringify(entry)}\n`);
  }
}

async function send(
  response: Response,
  entries: AsyncIterable<ActivityEntry>,
  line: (entry: ActivityEntry) => string,
): Promise<void> {
  let gathered = '';
  for await (const entry of entries) {
    gathered += line(entry);
    if (gathered.length < GATHERED) continue;
    if (!response.write(gathered)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    if (response.destroyed) return;
    gathered = '';
  }
  response.end(gathered);
}
