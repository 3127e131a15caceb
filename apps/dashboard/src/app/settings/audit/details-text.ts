import { detailValue } from '../../ui/detail-words';
import { isUnread } from '../../ui/unread-name';

/** A row's details in one line: `key: value` by commas. Digests and tokens are shortened; the export has them whole. */
export function detailsText(details: Readonly<Record<string, unknown>>): string {
  return Object.entries(details)
    .map(([key, value]) => `${key}: ${short(value)}`)
    .join(', ');
}

const LONG = 48;

function short(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONG ? `${text.slice(0, LONG - 1)}…` : text;
}

const FEW = 3;

/** The few of them that a person knows the row by. */
export function detailsInShort(details: Readonly<Record<string, unknown>>): string {
  return Object.entries(details)
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '')
    .filter(([, text]) => text.length <= LONG && !isUnread(text))
    .slice(0, FEW)
    .map(([name, text]) => detailValue(name, text))
    .join(' · ');
}
