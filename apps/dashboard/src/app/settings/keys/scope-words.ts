import type { KeyScope } from '@codev-hq/protocol';
import { scopeName } from '../../ui/scope-name';

export interface ScopeWords {
  readonly name: string;
  readonly about: string;
}

/** A scope in words, with what it lets a key do. */
export function scopeWords(scope: KeyScope): ScopeWords {
  return { name: scopeName(scope), about: ABOUT[scope]() };
}

const ABOUT: Record<KeyScope, () => string> = {
  connector: () =>
    $localize`:@@settings.scope.connector.about:A machine’s connector: reports projects and carries decisions out. Never decides.`,
  read: () => $localize`:@@settings.scope.read.about:Sees what the dashboard shows.`,
  approve: () => $localize`:@@settings.scope.approve.about:Opens gates and requests changes.`,
  admin: () => $localize`:@@settings.scope.admin.about:Makes keys, reads the audit log, releases machines.`,
};
