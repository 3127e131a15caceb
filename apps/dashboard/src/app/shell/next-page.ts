import { inject, Service } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import {
  NavigationCancel,
  NavigationEnd,
  NavigationError,
  NavigationStart,
  Router,
  type Event,
} from '@angular/router';
import { filter, map, of, switchMap, timer } from 'rxjs';

/** Milliseconds until one notices that nothing has come. */
const NOTICED = 150;

/** Which page is awaited, from inside, for longer than one notices: its script is fetched when it is first gone to. */
@Service()
export class NextPage {
  private readonly router = inject(Router);

  /** Its address; `null`: none is awaited. */
  readonly address = toSignal(
    this.router.events.pipe(
      filter((event) => event instanceof NavigationStart || isOver(event)),
      switchMap((event) =>
        event instanceof NavigationStart && this.leadsOn(event.url)
          ? timer(NOTICED).pipe(map(() => event.url))
          : of(null),
      ),
    ),
    { initialValue: null },
  );

  /** Another filter of the same page fetches nothing. */
  private leadsOn(url: string): boolean {
    return pathOf(url) !== pathOf(this.router.url);
  }
}

function isOver(event: Event): boolean {
  return (
    event instanceof NavigationEnd || event instanceof NavigationCancel || event instanceof NavigationError
  );
}

function pathOf(url: string): string {
  return url.split(/[?#]/)[0] ?? '';
}
