/** What was done instead, as the headline, where the connector says why there is no commit; `null` for what it says otherwise. */
export function whyNotCommitted(note: string | undefined): string | null {
  if (note?.startsWith('Not a git repository:'))
    return $localize`:@@ui.uncommitted.no-repository:Applied: written to the file; the folder is no git repository, so nothing was committed`;
  if (note?.startsWith('git ignores this file:'))
    return $localize`:@@ui.uncommitted.ignored:Applied: written to the file; git ignores it, so nothing was committed`;
  return null;
}
