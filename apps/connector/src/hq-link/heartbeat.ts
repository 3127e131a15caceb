import { HEARTBEATS_MISSED } from '@codev-hq/protocol';

export interface HeartbeatEvents {
  readonly ping: () => void;
  readonly silent: () => void;
}

/** Says regularly that we are here, and notices when HQ no longer is: half-open connections look fine for hours. */
export class Heartbeat {
  private timer: NodeJS.Timeout | undefined;
  private missed = 0;

  constructor(private readonly events: HeartbeatEvents) {}

  start(everyMs: number): void {
    this.stop();
    this.missed = 0;
    this.timer = setInterval(() => this.beat(), everyMs);
  }

  /** Any frame is a sign of life. */
  heard(): void {
    this.missed = 0;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private beat(): void {
    this.missed += 1;
    if (this.missed > HEARTBEATS_MISSED) {
      this.stop();
      this.events.silent();
    } else {
      this.events.ping();
    }
  }
}
