const CHARACTERS = 4096;
const STATEMENTS = 60;

/** Small enough that laying it out does not keep the page from answering: a larger one is drawn when somebody asks for it. */
export function drawsByItself(source: string): boolean {
  if (source.length > CHARACTERS) return false;
  const statements = source.split(/[\n;]/).filter((line) => line.trim() && !line.trim().startsWith('%%'));
  // A chain is an edge for each of its links, on however few lines.
  const links = source.match(/[-=.~]{2,}/g) ?? [];
  return statements.length <= STATEMENTS && links.length <= STATEMENTS;
}

/**
 * Whether drawing it would fetch: Mermaid loads a node's picture into the page itself, with the reader's cookie. Its names are
 * YAML's, where a backslash spells `img` in another way.
 */
export function fetchesPictures(source: string): boolean {
  return source.includes('@{') && /\bimg\b|\\/i.test(source);
}
