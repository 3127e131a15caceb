import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { performance } from 'node:perf_hooks';
import type { Subscription } from 'rxjs';
import { CloseCode, HEARTBEATS_MISSED } from '@codev-hq/protocol';
import { HqConfig } from '../hq.config.js';
import { StandingCredentials } from '../people/standing-credentials.js';
import { Connections } from './connections.js';

const REVOCATION_EVERY = 1000;

/** Looks after open sockets: closes the silent, closes those whose key was revoked or rotated, and says goodbye at the end. */
@Injectable()
export class Watchman implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Gateway');
  private readonly timers: NodeJS.Timeout[] = [];
  private taken: Subscription | undefined;

  constructor(
    private readonly config: HqConfig,
    private readonly connections: Connections,
    private readonly credentials: StandingCredentials,
  ) {}

  onApplicationBootstrap(): void {
    this.timers.push(setInterval(() => this.closeSilent(performance.now()), this.config.heartbeatMs / 2));
    this.timers.push(setInterval(() => void this.closeGone(), REVOCATION_EVERY));
    this.taken = this.credentials.taken.subscribe(() => void this.closeGone());
    for (const timer of this.timers) timer.unref();
  }

  onModuleDestroy(): void {
    for (const timer of this.timers) clearInterval(timer);
    this.taken?.unsubscribe();
    for (const connection of this.connections.all()) {
      this.connections.drop(connection, CloseCode.GoingAway, 'HQ is stopping');
    }
  }

  closeSilent(now: number): void {
    const longest = this.config.heartbeatMs * HEARTBEATS_MISSED;
    for (const connection of this.connections.all()) {
      if (now - connection.lastFrame < longest) continue;
      this.connections.drop(connection, CloseCode.HeartbeatMissed, 'no frame for three heartbeats');
    }
  }

  private async closeGone(): Promise<void> {
    const open = this.connections.all();
    try {
      const gone = await this.credentials.goneAmong(
        open.map(({ principal }) => principal),
        Date.now(),
      );
      for (const connection of open.filter(({ principal }) => gone.has(principal))) {
        this.connections.drop(connection, CloseCode.KeyRevoked, 'this key was revoked or has a new secret');
      }
    } catch (error) {
      this.logger.error(error, 'Revoked keys could not be looked up.');
    }
  }
}
