interface Size {
  readonly characters: number;
  /** Statements, and links: a chain is an edge for each of its links, on however few lines. */
  readonly parts: number;
}

const BY_ITSELF: Size = { characters: 4096, parts: 60 };
/** Twice as many links take ten times as long: 200 were drawn in 4 s at a desk, 300 in 14 s, and nothing can stop it. */
const AT_MOST: Size = { characters: 16_384, parts: 200 };

/** Small enough that laying it out does not keep the page from answering: a larger one is drawn when somebody asks for it. */
export function drawsByItself(source: string): boolean {
  return fits(source, BY_ITSELF);
}

/** Drawing it would keep the page busy for so long that it seems to have died: its source has to do. */
export function isTooLarge(source: string): boolean {
  return !fits(source, AT_MOST);
}

function fits(source: string, { characters, parts }: Size): boolean {
  if (source.length > characters) return false;
  const statements = source.split(/[\n;]/).filter((line) => line.trim() && !line.trim().startsWith('%%'));
  const links = source.match(/[-=.~]{2,}/g) ?? [];
  return statements.length <= parts && links.length <= parts;
}

/**
 * Whether drawing it would fetch: Mermaid loads a node's picture into the page itself, with the reader's cookie. Its names are
 * YAML's, where a backslash spells `img` in another way.
 */
export function fetchesPictures(source: string): boolean {
  return source.includes('@{') && /\bimg\b|\\/i.test(source);
}
