import type { KeyScope } from '@codev-hq/protocol';

export interface ScopeWords {
  readonly name: string;
  readonly about: string;
}

/** A scope in words, with what it lets a key do. */
export function scopeWords(scope: KeyScope): ScopeWords {
  return WORDS[scope]();
}

const WORDS: Record<KeyScope, () => ScopeWords> = {
  connector: () => ({
    name: $localize`:@@settings.scope.connector:connector`,
    about: $localize`:@@settings.scope.connector.about:A machine’s connector: reports projects and carries decisions out. Never decides.`,
  }),
  read: () => ({
    name: $localize`:@@settings.scope.read:read`,
    about: $localize`:@@settings.scope.read.about:Sees what the dashboard shows.`,
  }),
  approve: () => ({
    name: $localize`:@@settings.scope.approve:approve`,
    about: $localize`:@@settings.scope.approve.about:Opens gates and requests changes.`,
  }),
  admin: () => ({
    name: $localize`:@@settings.scope.admin:admin`,
    about: $localize`:@@settings.scope.admin.about:Makes keys, reads the audit log, releases machines.`,
  }),
};
