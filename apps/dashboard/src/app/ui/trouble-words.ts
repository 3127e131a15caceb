import type { HqTrouble } from '../hq-client/hq-http';
import { refusedWords } from '../hq-client/refused-words';

/** Why HQ did not do it, in a sentence that says what to do next. */
export function troubleWords(trouble: HqTrouble): string {
  switch (trouble.kind) {
    case 'refused':
      return refusedWords(trouble.problem);
    case 'unexpected':
      return trouble.detail;
    case 'signed-out':
      return trouble.detail === undefined
        ? $localize`:@@ui.trouble.signed-out:You are signed out here. Sign in with a new link.`
        : refusedWords({ code: 'AUTH_FAILED', detail: trouble.detail });
    case 'unreachable':
      return $localize`:@@ui.trouble.unreachable:HQ cannot be reached. Check your network, then try again.`;
  }
}
