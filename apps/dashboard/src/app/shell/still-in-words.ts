import type { HqTrouble } from '../hq-client/hq-http';
import { troubleWords } from '../ui/trouble-words';

/** Why signing out did not work, and what to do: whoever leaves a borrowed device has to know. */
export function stillInWords(trouble: HqTrouble): string {
  switch (trouble.kind) {
    case 'unreachable':
      return $localize`:@@shell.account.still-in:HQ could not be reached, so you are still signed in. Try again.`;
    case 'signed-out':
      return $localize`:@@shell.account.no-proof:You are still signed in: this browser has lost what shows that you signed in on this page. Sign in with a new link, then sign out; or end this session on another device, in the settings under Sessions.`;
    case 'refused':
    case 'unexpected':
      return $localize`:@@shell.account.not-out:You are still signed in. ${troubleWords(trouble)}:why:`;
  }
}
