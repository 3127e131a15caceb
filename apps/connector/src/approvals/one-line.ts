/** Names, ids and comments come from people and programs far away: these make them safe for one line of text. */

/** Line breaks, tabs and every other control character become a blank; edges and runs of blanks go. */
export function onOneLine(text: string): string {
  return wellFormed(text)
    .replaceAll(/[\p{Cc}\u2028\u2029\s]+/gu, ' ')
    .trim();
}

/** Half a surrogate pair cannot be written as UTF-8; it would come back as something else. */
export function wellFormed(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, '\ufffd');
}
