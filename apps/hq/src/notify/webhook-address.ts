import type { WebhookFormat } from '@codev-hq/protocol';

/** Why HQ will not send there, for people. The owner names it, so it may be inside HQ's own network, and plain http. */
export function addressProblem(written: string, format: WebhookFormat): string | undefined {
  const url = URL.parse(written);
  if (!url || !/^https?:$/.test(url.protocol))
    return 'url must be an address such as https://hooks.example.org/codev.';
  if (url.username || url.password) return 'url must not hold a name and password. Use a token.';
  if (format === 'ntfy' && !/\/[\w-]{1,64}$/.test(url.pathname)) {
    return 'url must be that of a topic, such as https://ntfy.sh/my-topic.';
  }
  return undefined;
}

/** To show: of `slack` and `ntfy` the end of the path is all that keeps others out, and any query may hold a key. */
export function shownAddress(written: string, format: WebhookFormat): string {
  const { origin, pathname, search } = new URL(written);
  if (format === 'json') return `${origin}${pathname}${search && '?…'}`;
  return `${origin}/…${pathname.length > 8 ? pathname.slice(-4) : ''}`;
}
