import { Component, computed, inject, input, output, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { SessionView } from '@codev-hq/protocol';
import { Session } from '../hq-client/session';
import { Icon } from '../ui/icon';
import { stillInWords } from './still-in-words';

const ROLES = {
  viewer: () => $localize`:@@shell.account.viewer:May look`,
  approver: () => $localize`:@@shell.account.approver:May look and approve`,
  admin: () => $localize`:@@shell.account.admin:Runs this HQ`,
} as const;

/** What the account's menu holds: the person's settings, and the way out. */
@Component({
  selector: 'hq-account-card',
  imports: [Icon, RouterLink],
  templateUrl: './account-card.html',
  styleUrl: './account-card.css',
})
export class AccountCard {
  private readonly session = inject(Session);
  private readonly router = inject(Router);

  readonly person = input.required<SessionView['person']>();
  /** One of its ways was taken. */
  readonly went = output();
  protected readonly problem = signal<string | null>(null);
  protected readonly role = computed(() => ROLES[this.person().role]());
  protected readonly version = this.session.hqVersion;

  protected async signOut(): Promise<void> {
    const trouble = await this.session.signOut();
    if (trouble) this.problem.set(stillInWords(trouble));
    else await this.router.navigateByUrl('/sign-in');
  }
}
