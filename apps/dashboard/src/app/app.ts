import { Component, computed, effect, ElementRef, inject, viewChild } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { LiveHq } from './hq-client/live-hq';
import { Session } from './hq-client/session';
import { AccountMenu } from './shell/account-menu';
import { ConnectionStatus } from './shell/connection-status';
import { Icon } from './ui/icon';
import { Logo } from './ui/logo';
import { Notice } from './ui/notice';
import { CurrentPage } from './ui/page-heading';

/** The frame round every page: where one is, whether what one sees is live, and who one is. */
@Component({
  selector: 'hq-root',
  imports: [AccountMenu, ConnectionStatus, Icon, Logo, Notice, RouterLink, RouterLinkActive, RouterOutlet],
  templateUrl: './app.html',
  styleUrl: './app.css',
})
export class App {
  protected readonly session = inject(Session);
  protected readonly live = inject(LiveHq);
  private readonly page = inject(CurrentPage);
  private readonly router = inject(Router);
  private readonly documentTitle = inject(Title);
  private readonly main = viewChild.required<ElementRef<HTMLElement>>('main');

  protected readonly inside = computed(() => {
    const state = this.session.state();
    return state === 'signed-in' || state === 'unreachable';
  });
  protected readonly waiting = computed(() => this.live.waiting().length);

  constructor() {
    effect(() => this.documentTitle.setTitle(titleWith(this.waiting(), this.page.title())));
    effect(() => {
      const elsewhere = !this.router.url.startsWith('/sign-in');
      if (this.session.state() === 'signed-out' && elsewhere) void this.router.navigateByUrl('/sign-in');
    });
  }

  /** A plain `#main` would resolve against `<base href>` and leave the page. */
  protected skipToContent(event: Event): void {
    event.preventDefault();
    this.main().nativeElement.focus();
  }

  protected reload(): void {
    location.reload();
  }
}

export function titleWith(waiting: number, page: string): string {
  const name = page ? `${page} · Codev HQ` : 'Codev HQ';
  return waiting > 0 ? `(${waiting}) ${name}` : name;
}
