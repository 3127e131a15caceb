/** Each mark of Markdown with what is left of it, in the order in which they are taken away. */
const MARKS: readonly (readonly [RegExp, string])[] = [
  // Fences of code, quotes, headings; points of a list stay points.
  [/^[ \t]*(?:```|~~~)[^\n]*\n?/gm, ''],
  [/^[ \t]*>[ \t]?/gm, ''],
  [/^[ \t]*#{1,6}[ \t]+/gm, ''],
  [/^([ \t]*)[-*+][ \t]+(?:\[[ xX]\][ \t]+)?/gm, '$1• '],
  // Links and pictures by their words, bare addresses as they are.
  [/!?\[([^\]\n]+)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?:[ \t]+"[^"\n]*")?\)/g, '$1'],
  [/<((?:https?:|mailto:)[^>\s]+)>/g, '$1'],
  [/`+/g, ''],
  [/(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g, '$2'],
  [/~~(?=\S)(.+?)(?<=\S)~~/g, '$1'],
  // Not within a word or a sum: `snake_case` and `2*3*4` mean what they say.
  [/(?<![\w*])([*_])(?=[^\s*_])([^*_\n]*[^\s*_])\1(?![\w*])/g, '$2'],
];

/** A comment in Markdown as plain words for a list: without the marks that only a drawn text makes sense of. */
export function wordsInShort(markdown: string): string {
  return MARKS.reduce((words, [mark, left]) => words.replace(mark, left), markdown).trim();
}
