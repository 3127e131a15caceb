import type { HqTrouble } from '../hq-client/hq-http';

/** Why HQ did not do it, in a sentence that says what to do next. */
export function troubleWords(trouble: HqTrouble): string {
  switch (trouble.kind) {
    case 'refused':
      return trouble.problem.detail;
    case 'unexpected':
      return trouble.detail;
    case 'signed-out':
      return (
        trouble.detail ??
        $localize`:@@ui.trouble.signed-out:You are signed out here. Sign in with a new link.`
      );
    case 'unreachable':
      return $localize`:@@ui.trouble.unreachable:HQ cannot be reached. Check your network, then try again.`;
  }
}
