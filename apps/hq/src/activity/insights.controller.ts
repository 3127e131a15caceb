import { Controller, Get, Query } from '@nestjs/common';
import { insightsQuery, type Insights, type InsightsQuery } from '@codev-hq/protocol';
import { Problem } from '../http/problem.js';
import { SchemaPipe } from '../http/schema.pipe.js';
import { Needs } from '../people/auth.guard.js';
import { LongRead } from '../people/long-reads.js';
import { CalendarDays } from './calendar-days.js';
import { InsightsDesk } from './insights-desk.js';
import { ProjectNames } from './project-names.js';

const DAY = 24 * 3_600_000;
const USUAL = 30 * DAY;
/** Ten years: each of their days is in the answer. */
const LONGEST = 3660 * DAY;

/** How long gates wait, and for whom. */
@Controller('api/insights')
@Needs('read')
@LongRead()
export class InsightsController {
  constructor(
    private readonly insights: InsightsDesk,
    private readonly projects: ProjectNames,
  ) {}

  @Get()
  async read(@Query(new SchemaPipe(insightsQuery, 'The query')) query: InsightsQuery): Promise<Insights> {
    const until = query.until === undefined ? Date.now() : Date.parse(query.until);
    const since = query.since === undefined ? until - USUAL : Date.parse(query.since);
    const days = CalendarDays.of(query.zone);
    if (!days) throw wrong(`There is no time zone "${query.zone}". Name one like Europe/Berlin.`);
    if (since >= until) throw wrong('The time asked for ends before it begins.');
    if (until - since > LONGEST) throw wrong('Ask for ten years at most.');
    return this.insights.of(JSON.stringify(query), {
      since,
      until,
      days,
      zone: query.zone,
      ...(query.project !== undefined && { project: this.projects.filter(query.project) }),
      ...(query.instance !== undefined && { instanceId: query.instance }),
    });
  }
}

const wrong = (error: string) => new Problem({ code: 'INVALID_MESSAGE', error });
