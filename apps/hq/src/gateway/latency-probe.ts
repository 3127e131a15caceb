import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { HqConfig } from '../hq.config.js';
import { LinkHealth } from '../state/link-health.js';
import type { Connection } from './connection.js';
import { Connections } from './connections.js';

/**
 * How long a ping takes to each machine and back. WebSocket's own ping frame, which every client answers by itself: the
 * protocol's `ping` goes the other way.
 */
@Injectable()
export class LatencyProbe implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private bound: Subscription | undefined;

  constructor(
    private readonly config: HqConfig,
    private readonly connections: Connections,
    private readonly health: LinkHealth,
  ) {}

  onApplicationBootstrap(): void {
    this.bound = this.connections.bound.subscribe(({ connection, instanceId, again }) => {
      if (again) this.health.reconnected(instanceId, Date.now());
      this.measure(connection);
    });
    this.timer = setInterval(() => this.measureAll(), this.config.heartbeatMs);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
    this.bound?.unsubscribe();
  }

  measureAll(): void {
    for (const connection of this.connections.all()) this.measure(connection);
  }

  private measure(connection: Connection): void {
    const { instanceId } = connection;
    if (instanceId === undefined) return;
    connection.measure((ms) => {
      // By then another socket may speak for this machine.
      if (this.connections.forInstance(instanceId) !== connection) return;
      this.health.measured(instanceId, ms, Date.now());
    });
  }
}
