import { Service } from '@angular/core';
import type { PreloadingStrategy, Route } from '@angular/router';
import { defer, from, EMPTY, switchMap, type Observable } from 'rxjs';
import { idleMoment } from './ui/page-turn';

/** Milliseconds after which a page is read, and nobody waits for it any more. */
const READ_MEANWHILE = 3000;

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

/** When a page has been read for a while and the browser has nothing to do. */
export async function quietBrowser(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, READ_MEANWHILE));
  await idleMoment();
}
