import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { performance } from 'node:perf_hooks';
import { CloseCode, HEARTBEATS_MISSED } from '@codev-hq/protocol';
import { HqConfig } from '../hq.config.js';
import { ENVIRONMENT_KEY_ID } from '../people/api-keys.service.js';
import { ApiKeyRepository } from '../persistence/api-key.repository.js';
import { Connections } from './connections.js';

const REVOCATION_EVERY = 1000;

/** Looks after open sockets: closes the silent, closes those whose key was revoked, and says goodbye at the end. */
@Injectable()
export class Watchman implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Watchman.name);
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly config: HqConfig,
    private readonly connections: Connections,
    private readonly keys: ApiKeyRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.timers.push(setInterval(() => this.closeSilent(performance.now()), this.config.heartbeatMs / 2));
    this.timers.push(setInterval(() => void this.closeRevoked(), REVOCATION_EVERY));
    for (const timer of this.timers) timer.unref();
  }

  onModuleDestroy(): void {
    for (const timer of this.timers) clearInterval(timer);
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

  private async closeRevoked(): Promise<void> {
    const open = this.connections.all().filter(({ principal }) => principal.id !== ENVIRONMENT_KEY_ID);
    try {
      const revoked = await this.keys.revokedAmong(open.map(({ principal }) => principal.id));
      for (const connection of open.filter(({ principal }) => revoked.includes(principal.id))) {
        this.connections.drop(connection, CloseCode.KeyRevoked, 'this key was revoked');
      }
    } catch (error) {
      this.logger.error(error, 'Revoked keys could not be looked up.');
    }
  }
}
