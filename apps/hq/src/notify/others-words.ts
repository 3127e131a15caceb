/** Blanks and line breaks of every script, and what a terminal would obey. */
const BREAKS = /[\s\p{Cc}]+/gu;
/** What turns the order of the letters behind it round. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/gu;

/** What a machine or a program wrote, in one line and in the order of its letters: no part of it stands like a line of HQ's. */
export function inOneLine(text: string): string {
  return text.replaceAll(TURNS, '').replaceAll(BREAKS, ' ');
}

/** A word joiner: parts what would be taken for one address, without a gap. */
const JOINER = '\u2060';

// With what browsers, or readers, take for the same sign in an address.
const COLON = ':：﹕';
const SLASH = '/／';
const DOT = '.．。｡․﹒';
const CALLS = '@＠﹫#＃﹟';
const ADDRESS = new RegExp(
  `[${COLON}](?=[${SLASH}]{2}|[\\w+-]+[${COLON}])|[${CALLS}]|[${DOT}](?=\\S)|\\bmailto[${COLON}]`,
  'gu',
);

/** In one line, with what looks like an address or a name to call parted by a sign that nobody sees: it is no link. */
export function withoutLinks(text: string): string {
  return inOneLine(text).replaceAll(ADDRESS, `$&${JOINER}`);
}
