import { Component, computed, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { filter, map } from 'rxjs';
import { Session } from '../hq-client/session';
import { Icon } from '../ui/icon';
import { MINE, OWNERS } from './sections';

/** The settings' frame: its sections beside each other on a desk, one after the other on a phone. */
@Component({
  selector: 'hq-settings',
  imports: [Icon, RouterLink, RouterLinkActive, RouterOutlet],
  templateUrl: './settings.html',
  styleUrl: './settings.css',
})
export class Settings {
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly url = toSignal(
    this.router.events.pipe(
      filter((event) => event instanceof NavigationEnd),
      map(() => this.router.url),
    ),
    { initialValue: this.router.url },
  );

  /** No section is chosen: on a phone the list is the page. */
  protected readonly atList = computed(() => /^\/settings\/?([?#]|$)/.test(this.url()));
  protected readonly groups = computed(() => {
    const mine = { heading: $localize`:@@settings.mine:Yours`, sections: MINE };
    const owners = { heading: $localize`:@@settings.owners:This HQ`, sections: OWNERS };
    return this.session.person()?.role === 'admin' ? [mine, owners] : [mine];
  });
}
