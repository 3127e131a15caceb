import type { KeyScope } from '@codev-hq/protocol';

/** What a key may do, in a word; one that another version of HQ knows is read as it is written. */
export function scopeName(scope: string): string {
  return Object.hasOwn(NAMES, scope) ? NAMES[scope as KeyScope]() : scope;
}

const NAMES: Readonly<Record<KeyScope, () => string>> = {
  connector: () => $localize`:@@settings.scope.connector:connector`,
  read: () => $localize`:@@settings.scope.read:read`,
  approve: () => $localize`:@@settings.scope.approve:approve`,
  admin: () => $localize`:@@settings.scope.admin:admin`,
};
