import {
  Controller,
  Get,
  Logger,
  Query,
  Req,
  Res,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Subscription } from 'rxjs';
import * as z from 'zod/mini';
import { Problem } from '../http/problem.js';
import { SchemaPipe } from '../http/schema.pipe.js';
import { Caller, Needs } from '../people/auth.guard.js';
import type { Principal } from '../people/principal.js';
import { StandingCredentials } from '../people/standing-credentials.js';
import { EventStream } from './event-stream.js';
import { LiveFeed } from './live-feed.js';
import { streamRefusal, TRY_AGAIN_AFTER } from './stream-limits.js';

/** Milliseconds between two looks whether streams' credentials are still good. */
const LOOK_EVERY = 1000;

const eventsQuery = z.object({ view: z._default(z.enum(['full', 'summary']), 'full') });

/** `GET /api/events`: a snapshot, then every change; resumes where `Last-Event-ID` says when that is still known. */
@Controller('api/events')
@Needs('read')
export class EventsController implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Live');
  private readonly streams = new Map<EventStream, Principal>();
  private timer: NodeJS.Timeout | undefined;
  private taken: Subscription | undefined;

  constructor(
    private readonly feed: LiveFeed,
    private readonly credentials: StandingCredentials,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.endGone(), LOOK_EVERY);
    this.timer.unref();
    this.taken = this.credentials.taken.subscribe(() => void this.endGone());
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
    this.taken?.unsubscribe();
    for (const stream of this.streams.keys()) stream.end();
  }

  @Get()
  events(
    @Query(new SchemaPipe(eventsQuery, 'The query')) { view }: z.infer<typeof eventsQuery>,
    @Caller() caller: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ): void {
    const refusal = streamRefusal(caller, this.streams);
    if (refusal) throw new Problem(refusal, {}, TRY_AGAIN_AFTER);
    const stream = new EventStream(response, view);
    const lastId = request.headers['last-event-id'];
    const missed = this.feed.since(typeof lastId === 'string' ? lastId : undefined);
    for (const batch of missed ? [missed] : this.feed.opening(view)) stream.send(batch);
    const subscription = this.feed.follow((batch) => stream.send(batch));
    this.streams.set(stream, caller);
    response.on('close', () => {
      subscription.unsubscribe();
      stream.closed();
      this.streams.delete(stream);
    });
  }

  /** Who signs out, or whose key is revoked, sees nothing more. */
  private async endGone(): Promise<void> {
    try {
      const gone = await this.credentials.goneAmong([...this.streams.values()], Date.now());
      for (const [stream, principal] of this.streams) if (gone.has(principal)) stream.end();
    } catch (error) {
      this.logger.error(error, 'The credentials of live streams could not be looked up.');
    }
  }
}
