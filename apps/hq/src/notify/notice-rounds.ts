import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { HqConfig } from '../hq.config.js';
import { DeliveryRun } from './delivery-run.js';
import { NoticeFinder } from './notice-finder.js';
import { NoticeDealer } from './notice-dealer.js';

/** Milliseconds between looks for what time alone brings: reminders, the end of quiet hours, builders that fell silent. */
const SLOWLY = 30_000;
/** Milliseconds of rest after a round that failed. */
const REST = 30_000;

/** The pulse of this room: finds what is new, deals it out and has it delivered, one round after another. */
@Injectable()
export class NoticeRounds implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  private readonly logger = new Logger('Notify');
  private timer: NodeJS.Timeout | undefined;
  private current: Promise<void> | undefined;
  private slow = -Infinity;
  private restUntil = -Infinity;

  constructor(
    private readonly config: HqConfig,
    private readonly finder: NoticeFinder,
    private readonly dealer: NoticeDealer,
    private readonly deliveries: DeliveryRun,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.noticeRoundMs === 0) return;
    this.timer = setInterval(() => this.begin(Date.now()), this.config.noticeRoundMs);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** What a round has begun to store is stored before the database closes. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.current;
  }

  async round(now: number): Promise<void> {
    await this.finder.look(now);
    // A clock that was set back must not silence this for as long.
    if (now - this.slow >= SLOWLY || now < this.slow) {
      this.slow = now;
      await this.finder.lookSlowly(now);
      await this.dealer.release(now);
    }
    await this.dealer.deal(now);
    this.deliveries.go(now);
  }

  private begin(now: number): void {
    if (this.current || (now < this.restUntil && now > this.restUntil - REST)) return;
    this.current = this.round(now)
      .catch((error: unknown) => {
        this.restUntil = now + REST;
        this.logger.error(error, 'People could not be told; this is tried again.');
      })
      .finally(() => {
        this.current = undefined;
      });
  }
}
