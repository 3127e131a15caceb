import { Service, signal } from '@angular/core';
import { quietBrowser } from './page-turn';

/** For what is no part of the first page: turns true once that was read for a while, and stays so. */
@Service()
export class QuietOnce {
  private readonly isQuiet = signal(false);
  readonly was = this.isQuiet.asReadonly();

  constructor() {
    void quietBrowser().then(() => this.isQuiet.set(true));
  }
}
