import { Component, computed, DOCUMENT, effect, inject, signal, untracked } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router } from '@angular/router';
import type { HqTrouble } from '../hq-client/hq-http';
import { pageSecret } from '../hq-client/page-secret';
import { Session } from '../hq-client/session';
import { LinkCommand } from '../ui/link-command';
import { Notice } from '../ui/notice';
import { PageHeading } from '../ui/page-heading';

type SignInState = 'no-link' | 'signing-in' | 'link-refused' | 'unreachable' | 'already-in' | 'who';

/**
 * Where a one-time link arrives. The token is in the address's fragment, which browsers send to nobody; it is taken
 * out of the address (and so out of the history) before anything else happens.
 */
@Component({
  selector: 'hq-sign-in',
  imports: [LinkCommand, Notice, PageHeading],
  templateUrl: './sign-in.html',
  styleUrl: './sign-in.css',
})
export class SignIn {
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly document = inject(DOCUMENT);
  /** Followed, not read once: a link pasted into this very tab changes nothing but the fragment. */
  private readonly fragment = toSignal(inject(ActivatedRoute).fragment, { initialValue: null });
  private token = '';

  protected readonly state = signal<SignInState>(this.fragment() ? 'signing-in' : 'no-link');
  protected readonly heading = computed(() => HEADINGS[this.state()]());
  protected readonly name = computed(() => this.session.person()?.name ?? '');

  constructor() {
    effect(() => {
      this.token = this.fragment() ?? '';
      untracked(() => void (this.token ? this.arrive() : this.welcomeBack()));
    });
  }

  /** A link may be another person's: it takes nobody's place without being told to. */
  private async arrive(): Promise<void> {
    this.state.set('signing-in');
    const { location, history } = this.document.defaultView ?? window;
    history.replaceState(history.state, '', location.pathname);
    // A browser without the secret of a page has nobody here, and HQ need not be asked.
    if (pageSecret() !== null && (await this.session.known()) === 'signed-in') this.state.set('who');
    else await this.useLink();
  }

  protected async useLink(): Promise<void> {
    this.state.set('signing-in');
    const trouble = await this.session.signIn(this.token);
    if (!trouble) return this.enter();
    this.state.set(await this.stateAfter(trouble));
  }

  protected async enter(): Promise<void> {
    await this.router.navigateByUrl('/', { replaceUrl: true });
  }

  private async welcomeBack(): Promise<void> {
    if ((await this.session.known()) === 'signed-in') await this.enter();
  }

  /** A used link is no loss to a person who is still signed in here. */
  private async stateAfter(trouble: HqTrouble): Promise<SignInState> {
    if (trouble.kind === 'unreachable') return 'unreachable';
    if (trouble.kind === 'unexpected') return 'unreachable';
    return (await this.session.refresh()) === 'signed-in' ? 'already-in' : 'link-refused';
  }
}

const HEADINGS: Record<SignInState, () => string> = {
  'no-link': () => $localize`:@@sign-in.no-link:Sign in to Codev HQ`,
  'signing-in': () => $localize`:@@sign-in.signing-in:Signing you in…`,
  'link-refused': () => $localize`:@@sign-in.refused:This link does not work any more`,
  unreachable: () => $localize`:@@sign-in.unreachable:HQ did not answer`,
  who: () => $localize`:@@sign-in.who:Sign in with this link?`,
  'already-in': () => $localize`:@@sign-in.already:You are already signed in`,
};
