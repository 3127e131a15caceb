import type { WebhookFormat } from '@codev-hq/protocol';

export function formatWords(format: WebhookFormat): { readonly name: string; readonly about: string } {
  return WORDS[format]();
}

const WORDS: Record<WebhookFormat, () => { readonly name: string; readonly about: string }> = {
  json: () => ({
    name: 'JSON',
    about: $localize`:@@settings.format.json:For a program of yours. Signed, so that it knows who calls.`,
  }),
  slack: () => ({
    name: 'Slack',
    about: $localize`:@@settings.format.slack:An incoming webhook of Slack, Mattermost or whoever speaks like them.`,
  }),
  ntfy: () => ({
    name: 'ntfy',
    about: $localize`:@@settings.format.ntfy:A topic’s address at ntfy.sh or your own ntfy.`,
  }),
};
