import {
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  Injector,
  signal,
  viewChild,
} from '@angular/core';
import { Location } from '@angular/common';
import { toSignal } from '@angular/core/rxjs-interop';
import { Title } from '@angular/platform-browser';
import { NavigationEnd, Router, RouterLink, RouterOutlet } from '@angular/router';
import { filter, map } from 'rxjs';
import { AppUpdate } from './device/app-update';
import { LiveHq } from './hq-client/live-hq';
import { Session } from './hq-client/session';
import { AccountMenu } from './shell/account-menu';
import { CommandPalette } from './shell/command-palette';
import { ConnectionStatus } from './shell/connection-status';
import { NextPage } from './shell/next-page';
import { Notices } from './shell/notices';
import { OwnDecisions } from './shell/own-decisions';
import { PageComing } from './shell/page-coming';
import { headingAt, ON_PHONE, PAGES, pageAt } from './shell/pages';
import { ShortcutSheet } from './shell/shortcut-sheet';
import { TypedAhead } from './shell/typed-ahead';
import { WaitingBadge } from './shell/waiting-badge';
import { Icon } from './ui/icon';
import { inTurns } from './ui/in-turns';
import { KeyName } from './ui/key-name';
import { Logo } from './ui/logo';
import { MenuList } from './ui/menu-list';
import { CurrentPage } from './ui/page-heading';
import { quietBrowser } from './ui/page-turn';
import { PartMissing } from './ui/part-missing';
import { Shortcuts } from './ui/shortcuts';
import { ToastStack } from './ui/toast-stack';
import { Toasts } from './ui/toasts';

/** The frame round every page: where one is, whether what one sees is live, and who one is. */
@Component({
  selector: 'hq-root',
  imports: [
    AccountMenu,
    CommandPalette,
    ConnectionStatus,
    Icon,
    KeyName,
    Logo,
    MenuList,
    Notices,
    PageComing,
    PartMissing,
    RouterLink,
    RouterOutlet,
    ShortcutSheet,
    ToastStack,
  ],
  templateUrl: './app.html',
  styleUrl: './app.css',
})
export class App {
  protected readonly session = inject(Session);
  protected readonly live = inject(LiveHq);
  private readonly injector = inject(Injector);
  private readonly life = inject(DestroyRef);
  private readonly page = inject(CurrentPage);
  private readonly router = inject(Router);
  private readonly documentTitle = inject(Title);
  private readonly place = inject(Location);
  private readonly ahead = inject(TypedAhead);
  private readonly toasts = inject(Toasts);
  private readonly main = viewChild.required<ElementRef<HTMLElement>>('main');

  /** The bar first, as it stood while the page was loading; then what leads on from there. */
  protected readonly turn = inTurns(1);
  protected readonly pages = PAGES;
  protected readonly onPhone = ON_PHONE;
  private readonly next = inject(NextPage).address;
  /** Before the first page is there, where the address leads: known from the first paint on. */
  private readonly shown = toSignal(
    this.router.events.pipe(
      filter((event) => event instanceof NavigationEnd),
      map(() => this.router.url),
    ),
    { initialValue: this.place.path() },
  );
  private readonly address = computed(() => this.next() ?? this.shown());
  protected readonly here = computed(() => pageAt(this.address()));
  protected readonly heading = computed(() => headingAt(this.address()));
  protected readonly isBeyond = computed(() => PAGES.slice(ON_PHONE).some((page) => page === this.here()));
  /** A page is drawn; until then one is on its way, on a slow line for seconds. */
  protected readonly arrived = signal(false);
  protected readonly coming = computed(() => this.inside() && (!this.arrived() || this.next() !== null));
  protected readonly palette = signal(false);
  /** It could not be loaded: the page keeps its keys. */
  private noPalette = false;
  protected readonly sheet = signal(false);

  /** Until it is known who is looking, the frame stands where the address asks for it: nothing moves when the answer is there. */
  protected readonly inside = computed(() => {
    const state = this.session.state();
    return state === 'unknown' ? !this.atSignIn() : state !== 'signed-out';
  });
  protected readonly waiting = computed(() => this.live.waiting().length);

  constructor() {
    void this.beginWorker(inject(AppUpdate));
    inject(WaitingBadge);
    inject(OwnDecisions);
    this.offerShortcuts(inject(Shortcuts), this.life);
    effect(() => {
      if (this.session.state() === 'signed-in' && this.live.loaded()) void this.keepTold();
    });
    effect(() => this.documentTitle.setTitle(titleWith(this.waiting(), this.page.title())));
    effect(() => {
      if (this.session.state() === 'signed-out' && !this.router.url.startsWith('/sign-in'))
        void this.router.navigateByUrl('/sign-in');
    });
  }

  /** Loaded when it is first asked for: what is typed until it is there is meant for it. */
  protected openPalette(): void {
    if (this.noPalette) {
      this.missPalette();
      return;
    }
    if (!this.palette()) this.ahead.begin(() => this.giveUpPalette());
    this.palette.set(true);
  }

  protected missPalette(): void {
    this.noPalette = true;
    this.giveUpPalette();
    this.toasts.say({
      tone: 'stop',
      headline: $localize`:@@shell.find.missing:The search could not be loaded`,
      detail: $localize`:@@shell.find.reload:Load the page again to try once more.`,
    });
  }

  private giveUpPalette(): void {
    this.ahead.end();
    this.palette.set(false);
  }

  private atSignIn(): boolean {
    return this.place.path().startsWith('/sign-in');
  }

  /** A plain `#main` would resolve against `<base href>` and leave the page. */
  protected skipToContent(event: Event): void {
    event.preventDefault();
    this.main().nativeElement.focus();
  }

  private async beginWorker(update: AppUpdate): Promise<void> {
    await quietBrowser();
    if (!this.life.destroyed) await update.beginWorker();
  }

  /** Notifications keep themselves going; nobody waits for that. */
  private async keepTold(): Promise<void> {
    await quietBrowser();
    const { Push } = await import('./device/push');
    if (!this.life.destroyed) this.injector.get(Push);
  }

  private offerShortcuts(shortcuts: Shortcuts, until: DestroyRef): void {
    shortcuts.offer(
      [
        {
          key: 'mod+k',
          label: () => $localize`:@@shell.shortcuts.find:Find or do something`,
          run: () => this.openPalette(),
        },
        {
          key: '?',
          label: () => $localize`:@@shell.shortcuts.sheet:Show this sheet`,
          run: () => this.sheet.set(true),
        },
      ],
      until,
    );
  }
}

export function titleWith(waiting: number, page: string): string {
  const name = page ? `${page} · Codev HQ` : 'Codev HQ';
  return waiting > 0 ? `(${waiting}) ${name}` : name;
}
