/** A comment in Markdown as plain words for a list: without the marks that only a drawn text makes sense of. */
export function wordsInShort(markdown: string): string {
  return markdown
    .replace(/^[ \t]*>[ \t]?/gm, '')
    .replace(/`+/g, '')
    .replace(/(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g, '$2');
}
