import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { DeliveryRepository } from '../persistence/delivery.repository.js';
import type { DeliveryRow } from '../persistence/notification-tables.js';
import { DevicePost } from './device-post.js';
import { afterAttempt, isDue } from './delivery-plan.js';
import type { DeliveryPayload } from './delivery-payload.js';
import { WebhookPost } from './webhook-post.js';

/** Attempts at a time: a slow receiver holds up itself, and not the others. */
const AT_A_TIME = 8;
const MINUTE = 60_000;

/** Carries deliveries out, each receiver's one after another, and goes on after a restart where it was. */
@Injectable()
export class DeliveryRun implements OnModuleInit, OnModuleDestroy, BeforeApplicationShutdown {
  private readonly logger = new Logger('Notify');
  private readonly waiting = new Map<string, DeliveryRow>();
  private readonly busy = new Map<string, Promise<void>>();
  private stopping = false;

  constructor(
    private readonly repository: DeliveryRepository,
    private readonly devices: DevicePost,
    private readonly webhooks: WebhookPost,
  ) {}

  async onModuleInit(): Promise<void> {
    this.take(await this.repository.waiting());
  }

  /** What is under way is cut off by its senders, and counts as not tried. */
  onModuleDestroy(): void {
    this.stopping = true;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.idle();
  }

  /** Stored already. */
  take(rows: readonly DeliveryRow[]): void {
    for (const row of rows) this.waiting.set(row.id, row);
  }

  /** A webhook that is switched off: what waited for it has ended. */
  drop(webhookId: string): void {
    for (const [id, row] of this.waiting) if (row.webhook_id === webhookId) this.waiting.delete(id);
  }

  /** Begins what is due. */
  go(now: number): void {
    for (const row of this.waiting.values()) {
      if (this.stopping || this.busy.size >= AT_A_TIME) return;
      const receiver = row.device_id ?? row.webhook_id ?? '';
      if (this.busy.has(receiver) || !isDue(row, now)) continue;
      const attempt = this.attempt(row, now)
        .catch((error: unknown) => this.postpone(row, error, now))
        .finally(() => this.busy.delete(receiver));
      this.busy.set(receiver, attempt);
    }
  }

  /** Once nothing is under way. */
  async idle(): Promise<void> {
    while (this.busy.size > 0) await Promise.all(this.busy.values());
  }

  private async attempt(row: DeliveryRow, now: number): Promise<void> {
    const payload = JSON.parse(row.payload) as DeliveryPayload;
    const posted =
      row.webhook_id === null
        ? await this.devices.send(row, payload, now)
        : await this.webhooks.send(row, payload);
    if (posted === 'quiet') {
      this.wait(row, now);
      return;
    }
    if (posted?.cutOff) return;
    const step = posted && afterAttempt(row, posted, now);
    if (step?.state === 'waiting') this.waiting.set(row.id, { ...row, ...step });
    else this.waiting.delete(row.id);
    if (row.webhook_id === null && step?.state !== 'waiting') return this.repository.remove(row.id);
    if (!step) return;
    await this.repository.step(row.id, step);
    if (row.webhook_id !== null && (await this.webhooks.after(row, step, now)) === 'disabled') {
      this.drop(row.webhook_id);
    }
  }

  private postpone(row: DeliveryRow, error: unknown, now: number): void {
    this.logger.error(error, 'A delivery could not be tried; it will be.');
    this.wait(row, now);
  }

  private wait(row: DeliveryRow, now: number): void {
    this.waiting.set(row.id, { ...row, next_at: now + MINUTE });
  }
}
