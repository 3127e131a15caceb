import type { KeyScope } from '@codev-hq/protocol';

/** HQ's own rule, said before it has to refuse: agents can read a connector's key, and an agent must never decide. */
export function scopeProblem(scopes: readonly KeyScope[]): string | null {
  if (scopes.length === 0) return $localize`:@@settings.scope.none:Choose at least one thing that it may do.`;
  if (scopes.includes('connector') && scopes.some((scope) => scope === 'approve' || scope === 'admin'))
    return $localize`:@@settings.scope.both:A connector’s key cannot decide: agents can read it. Make two keys.`;
  return null;
}
