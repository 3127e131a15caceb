/** Tokens hide in remotes (`https://token@host/…`); what goes to HQ has none. `git@host:path` names no secret. */
export function remoteWithoutCredentials(remote: string): string | undefined {
  if (!remote) return undefined;
  const url = remote.includes('://') ? URL.parse(remote) : null;
  if (!url) return remote.includes('://') ? undefined : remote.slice(0, 2048);
  if (url.protocol !== 'ssh:' && url.protocol !== 'git+ssh:') url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  return url.href.slice(0, 2048);
}
