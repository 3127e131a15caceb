import type { NoticeKind, NoticeLanguage, WebhookBody, WebhookFormat } from '@codev-hq/protocol';
import type { DeliveryPayload } from './delivery-payload.js';
import { WORDS } from './notice-words.js';
import { inOneLine, withoutLinks } from './others-words.js';

/** Events that a chat message lists; the rest is a number. */
const LISTED = 10;
/** Slack refuses longer texts of one block. */
const BLOCK = 2900;

export interface Delivered {
  readonly deliveryId: string;
  readonly test: boolean;
  /** Where people find HQ. */
  readonly publicUrl: string;
  /** Of what is not in the payload. */
  readonly language: NoticeLanguage;
}

/** Where a delivery goes and what is sent, by the receiver's format. */
export function written(
  hook: { readonly url: string; readonly format: WebhookFormat },
  payload: DeliveryPayload,
  delivered: Delivered,
): { url: URL; body: Buffer } {
  const url = new URL(hook.url);
  switch (hook.format) {
    case 'json':
      return { url, body: json(jsonBody(payload, delivered)) };
    case 'slack':
      return { url, body: json(slackBody(payload, delivered)) };
    case 'ntfy':
      return ntfy(url, payload, delivered);
  }
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value));

/** The title, and what is below it. */
function textOf({ title, body }: DeliveryPayload, said: (line: string) => string): string {
  return [title, body].filter(Boolean).map(said).join('\n');
}

function jsonBody(payload: DeliveryPayload, { deliveryId, test, publicUrl }: Delivered): WebhookBody {
  return {
    delivery_id: deliveryId,
    ...(test && { test }),
    text: textOf(payload, inOneLine),
    events: payload.events.map((event) => ({ ...event, url: publicUrl + event.url })),
  };
}

function slackBody(payload: DeliveryPayload, { publicUrl, language }: Delivered): object {
  const { title, body, url, events } = payload;
  const lines = events.length > 1 ? events : [{ title, body, url }];
  const blocks = lines.slice(0, LISTED).map((line) => {
    const link = `*<${publicUrl}${line.url}|${slackText(line.title).replaceAll('|', '¦')}>*`;
    const text = `${link}\n${slackText(line.body)}`.slice(0, BLOCK);
    return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
  });
  const more = lines.length - LISTED;
  const rest = { type: 'context', elements: [{ type: 'mrkdwn', text: WORDS[language].andMore(more) }] };
  const text = `${textOf(payload, slackText)} ${publicUrl}${url}`;
  const told = { text, unfurl_links: false, unfurl_media: false };
  return { ...told, blocks: more > 0 ? [...blocks, rest] : blocks };
}

/**
 * Three characters are markup there; escaped, nothing in a title can mention everybody or hide a link. What would be bold, code or
 * struck out is written with signs that look alike: machines write these texts, and only HQ's own link is one.
 */
function slackText(text: string): string {
  return withoutLinks(
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('*', '∗')
      .replaceAll('~', '∼')
      .replaceAll('`', 'ˋ')
      .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, 'ˍ'),
  );
}

const URGENT: ReadonlySet<NoticeKind> = new Set(['decision_failed', 'gate_reminder']);

/** As JSON to the server, since headers carry no umlaut: the topic is the last part of the address. */
function ntfy(url: URL, payload: DeliveryPayload, { publicUrl }: Delivered): { url: URL; body: Buffer } {
  const topic = decodeURIComponent(url.pathname.split('/').at(-1) ?? '');
  const priority = payload.events.some(({ kind }) => URGENT.has(kind)) ? 4 : 3;
  const [title, body] = [payload.title, payload.body].map(withoutLinks);
  const message = { topic, title, message: body || title, priority, click: publicUrl + payload.url };
  return { url: new URL('.', url), body: json(message) };
}
