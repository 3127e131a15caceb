import { Component, computed, inject, input, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { SessionView } from '@codev-hq/protocol';
import { Session } from '../hq-client/session';
import { Icon } from '../ui/icon';

const ROLES = {
  viewer: () => $localize`:@@shell.account.viewer:May look`,
  approver: () => $localize`:@@shell.account.approver:May look and approve`,
  admin: () => $localize`:@@shell.account.admin:Runs this HQ`,
} as const;

/** Who one is here, and the way out. A native popover: Escape and a click outside close it. */
@Component({
  selector: 'hq-account-menu',
  imports: [Icon, RouterLink],
  templateUrl: './account-menu.html',
  styleUrl: './account-menu.css',
})
export class AccountMenu {
  private readonly session = inject(Session);
  private readonly router = inject(Router);

  readonly person = input.required<SessionView['person']>();
  protected readonly problem = signal<string | null>(null);
  protected readonly role = computed(() => ROLES[this.person().role]());
  protected readonly version = this.session.hqVersion;
  protected readonly initials = computed(() => initialsOf(this.person().name));

  protected async signOut(): Promise<void> {
    const trouble = await this.session.signOut();
    if (trouble)
      this.problem.set(
        $localize`:@@shell.account.still-in:HQ could not be reached, so you are still signed in. Try again.`,
      );
    else await this.router.navigateByUrl('/sign-in');
  }
}

export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return ends
    .map((word) => firstCharacter(word ?? ''))
    .join('')
    .toUpperCase();
}

/** A whole character also outside the basic plane. (Intl.Segmenter knows more, and takes 30 ms to start.) */
function firstCharacter(word: string): string {
  const code = word.codePointAt(0);
  return code === undefined ? '' : String.fromCodePoint(code);
}
