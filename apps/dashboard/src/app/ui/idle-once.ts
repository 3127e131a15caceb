import { Service, signal } from '@angular/core';
import { idleMoment } from './page-turn';

/** For what nobody waits for: turns true when the browser has nothing to do, after somebody first asked, and stays so. */
@Service()
export class IdleOnce {
  private readonly isIdle = signal(false);
  readonly was = this.isIdle.asReadonly();

  constructor() {
    void idleMoment().then(() => this.isIdle.set(true));
  }
}
