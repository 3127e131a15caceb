import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Subscription } from 'rxjs';
import { ErrandDesk, type Errand } from '../errands/errand-desk.js';
import type { Connection } from './connection.js';
import { Connections } from './connections.js';

/** Carries errands to the sockets of their machines. What went by a connection that is gone is told to be lost. */
@Injectable()
export class ErrandCourier implements OnModuleInit, OnModuleDestroy {
  private readonly subscriptions = new Subscription();

  constructor(
    private readonly desk: ErrandDesk,
    private readonly connections: Connections,
  ) {}

  onModuleInit(): void {
    this.subscriptions.add(this.desk.posted.subscribe((errand) => this.carry(errand)));
    this.subscriptions.add(this.connections.gone.subscribe((connection) => this.lose(connection)));
  }

  onModuleDestroy(): void {
    this.subscriptions.unsubscribe();
  }

  private carry({ id, instanceId, type, payload, taken }: Errand): void {
    const connection = this.connections.forInstance(instanceId);
    taken(connection?.send({ type, id, ts: Date.now(), payload }) ?? false);
  }

  /** A newer connection of the same machine has carried nothing yet when the older one is given up. */
  private lose({ instanceId }: Connection): void {
    if (instanceId !== undefined) this.desk.lostAll(instanceId);
  }
}
