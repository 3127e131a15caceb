import { Service } from '@angular/core';
import type { PreloadingStrategy, Route } from '@angular/router';
import { defer, from, EMPTY, switchMap, type Observable } from 'rxjs';
import { quietBrowser } from './ui/page-turn';

/**
 * Fetches the pages that a route calls likely (`data: { soon: true }`) once the first one is there and the browser has nothing to do:
 * on a phone the next tap then waits for data only, and the first page for none of it. The service worker keeps all the others.
 */
@Service()
export class AfterFirstPage implements PreloadingStrategy {
  private readonly quiet = defer(() => from(quietBrowser()));

  preload(route: Route, load: () => Observable<unknown>): Observable<unknown> {
    return route.data?.['soon'] === true ? this.quiet.pipe(switchMap(load)) : EMPTY;
  }
}
