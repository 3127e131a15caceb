import { DestroyRef, DOCUMENT, inject, Service, signal } from '@angular/core';

const TICK_MS = 5_000;

/**
 * The time for ages, in milliseconds since 1970, moving every few seconds while the page is seen. It follows HQ's
 * clock once that is known: a phone whose clock is wrong still shows how long a gate has waited.
 */
@Service()
export class Clock {
  private readonly document = inject(DOCUMENT);
  private readonly time = signal(Date.now());
  private ahead = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  readonly now = this.time.asReadonly();

  constructor() {
    const seen = () => this.followVisibility();
    this.document.addEventListener('visibilitychange', seen);
    inject(DestroyRef).onDestroy(() => {
      this.document.removeEventListener('visibilitychange', seen);
      clearInterval(this.timer);
    });
    this.followVisibility();
  }

  /** `timestamp`: HQ's time at this moment, ISO 8601. */
  setByHq(timestamp: string): void {
    const theirs = Date.parse(timestamp);
    if (Number.isNaN(theirs)) return;
    this.ahead = theirs - Date.now();
    this.tick();
  }

  /** HQ's time at this very moment, for what is counted by the second. */
  exactly(): number {
    return Date.now() + this.ahead;
  }

  private followVisibility(): void {
    clearInterval(this.timer);
    if (this.document.visibilityState === 'hidden') return;
    this.tick();
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  private tick(): void {
    this.time.set(Date.now() + this.ahead);
  }
}
