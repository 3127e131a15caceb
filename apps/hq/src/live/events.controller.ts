import { Controller, Get, Query, Req, Res, type OnModuleDestroy } from '@nestjs/common';
import type { Request, Response } from 'express';
import * as z from 'zod/mini';
import { SchemaPipe } from '../http/schema.pipe.js';
import { Needs } from '../people/auth.guard.js';
import { EventStream } from './event-stream.js';
import { LiveFeed } from './live-feed.js';

const eventsQuery = z.object({ view: z._default(z.enum(['full', 'summary']), 'full') });

/** `GET /api/events`: a snapshot, then every change; resumes where `Last-Event-ID` says when that is still known. */
@Controller('api/events')
@Needs('read')
export class EventsController implements OnModuleDestroy {
  private readonly streams = new Set<EventStream>();

  constructor(private readonly feed: LiveFeed) {}

  onModuleDestroy(): void {
    for (const stream of this.streams) stream.end();
  }

  @Get()
  events(
    @Query(new SchemaPipe(eventsQuery, 'The query')) { view }: z.infer<typeof eventsQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ): void {
    const stream = new EventStream(response, view);
    const lastId = request.headers['last-event-id'];
    const missed = this.feed.since(typeof lastId === 'string' ? lastId : undefined);
    stream.send(missed ?? this.feed.snapshot(view));
    const subscription = this.feed.follow((batch) => stream.send(batch));
    this.streams.add(stream);
    response.on('close', () => {
      subscription.unsubscribe();
      stream.closed();
      this.streams.delete(stream);
    });
  }
}
