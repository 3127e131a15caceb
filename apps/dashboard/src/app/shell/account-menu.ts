import { Component, computed, inject, input, signal } from '@angular/core';
import type { SessionView } from '@codev-hq/protocol';
import { QuietOnce } from '../ui/quiet-once';
import { AccountCard } from './account-card';

/** Who one is here, and the way out. A native popover: Escape and a click outside close it. */
@Component({
  selector: 'hq-account-menu',
  imports: [AccountCard],
  templateUrl: './account-menu.html',
  styleUrl: './account-menu.css',
})
export class AccountMenu {
  readonly person = input.required<SessionView['person']>();
  protected readonly opened = signal(false);
  protected readonly quiet = inject(QuietOnce).was;
  protected readonly initials = computed(() => initialsOf(this.person().name));
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
